/** One measurement that `npm run -s bench -- NAME` runs. */
export interface Bench {
  readonly name: string;
  /** One line for the list of benches. */
  readonly about: string;
  readonly usage: string;
  /** Runs with the arguments after the name and gives the figures. Throws UsageError where it can't start. */
  run(args: readonly string[]): Promise<Record<string, unknown>>;
}

/** The command line can't be followed; the message says what is missing. */
export class UsageError extends Error {}

/** What `parse` reads of a command line; what it can't read becomes a UsageError. */
export function readingArguments<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
