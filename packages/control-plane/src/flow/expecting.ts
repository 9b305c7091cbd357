import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';
import { ChecksumMismatch, InvalidInput, TooLarge } from '@tandem/data-model';

/** What bytes must be, by whoever sends them. */
export interface Expected {
  /** For messages, such as `part 3 of sales.csv`. */
  readonly what: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The same bytes; where they turn out to be others than expected, it fails before their end is seen, so that whoever
 * stores them keeps nothing. It fails with ChecksumMismatch, TooLarge or InvalidInput.
 */
export function expecting(body: Readable, { what, bytes, sha256 }: Expected): Readable {
  const hash = createHash('sha256');
  let seen = 0;
  const check = new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _, done) {
      seen += chunk.length;
      if (seen > bytes) return done(longer(what, bytes));
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      if (seen < bytes) return done(shorter(what, bytes, seen));
      const found = hash.digest('hex');
      done(found === sha256 ? null : otherBytes(what, sha256, found));
    },
  });
  return pipeline(body, check, () => undefined);
}

const bounds = 'Send it from its first byte to its last, by `partBytes` and `bytes` of the upload session.';

const longer = (what: string, expected: number) =>
  new TooLarge(`${what} has ${expected} bytes, but more came.`, bounds);

const shorter = (what: string, expected: number, got: number) =>
  new InvalidInput(`${what} has ${expected} bytes, but ${got} came.`, bounds, {
    faults: [{ at: 'body', expected: `${expected} bytes`, got: `${got} bytes` }],
  });

const otherBytes = (what: string, expected: string, got: string) =>
  new ChecksumMismatch(
    `The SHA-256 of ${what} is ${got}, but should be ${expected}. Nothing of it was kept.`,
    'See that the file has not changed meanwhile, and send it again.',
    { faults: [{ at: 'sha256', expected, got }] },
  );
