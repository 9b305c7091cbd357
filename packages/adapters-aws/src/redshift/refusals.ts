import { OutcomeUnknown, Unavailable } from '@tandem/data-model';
import { isPassing } from './retries.ts';

const closed = /AccessDenied|ResourceNotFound|UnrecognizedClient|ExpiredToken|CredentialsProvider/;

/** Wraps what the service throws for a call: what a person must set right or wait for is known, all else a bug. */
export function refusal(cause: unknown, doing: string): Error {
  const { name, message } = asError(cause);
  if (isPassing(cause)) {
    const mend = 'Wait a little and run this again; if it lasts, look at the workgroup in the console.';
    return new Unavailable(`Redshift's Data API does not answer now: ${name}: ${message}`, mend, { cause });
  }
  if (closed.test(name)) {
    const mend = 'See that the workgroup and database are there, and that the role may use them by the Data API.';
    return new Unavailable(`Redshift's Data API refused: ${name}: ${message}`, mend, { cause });
  }
  return new Error(`Redshift's Data API failed: ${name}: ${message}\nwhile ${doing}`, { cause });
}

/** A statement that writes was taken, or may have been, and the service does not tell how it ended. */
export function unknownOutcome(cause: unknown): OutcomeUnknown {
  const { name, message } = asError(cause);
  const first = closed.test(name) ? 'Renew the credentials of the server, then run' : 'Run';
  return new OutcomeUnknown(
    `Whether Redshift has done this is not known: ${name}: ${message}.`,
    `${first} this again: it first finds out how the statement ended, and a load takes what is there already as unchanged.`,
    { cause },
  );
}

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));
