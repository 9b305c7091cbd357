import { KnownError } from '@tandem/data-model';

/** What is read at the start of a process; where that is refused, the process ends with 2, having said why and what mends it. */
export function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    console.error(`${error.message} ${error.mend}`);
    process.exit(2);
  }
}
