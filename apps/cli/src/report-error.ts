import { KnownError } from '@tandem/data-model';
import { Stopped } from './stopped.ts';
import { shownLines, shownText } from './terminal/shown-text.ts';

/** Exit codes of every verb, besides 0. */
export const exitCodes = {
  /** What was asked for could not be done; the sentence on standard error says why and what to do. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A fault of the program; the stack is on standard error. */
  bug: 70,
  /** Stopped with Ctrl-C, as a shell has it: 128 and the number of the signal. */
  stopped: 130,
} as const;

/** Says on standard error what went wrong and what to do about it; gives the exit code. */
export function reportError(error: unknown): number {
  if (error instanceof Stopped) {
    console.error(error.message);
    return exitCodes.stopped;
  }
  if (!(error instanceof KnownError)) {
    console.error('This is a fault of Tandem:', error);
    return exitCodes.bug;
  }
  console.error(shownLines(error.message));
  const words = error.message.split(/[\s,;:]+/);
  // A sentence names the first fault, or all; what it names is not said again.
  for (const { at, expected, got } of error.faults.filter((it) => !words.includes(it.at)).slice(0, 10))
    console.error(`  ${shownText(`${at}: expected ${expected}, got ${got}`)}`);
  console.error(shownLines(error.mend));
  return exitCodes.failed;
}
