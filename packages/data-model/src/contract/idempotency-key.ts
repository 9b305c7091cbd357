import { z } from 'zod';
import type { Operation } from './operation.ts';

/** What a caller names a request by, so that it can be sent again without being done twice. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, '1 to 255 printable ASCII characters without a space, as in load-2026-11-23')
  .describe('Any text that is new for each new request; the same request again within 24 hours gets the same reply');

/** Whether a call makes something or has work done, and so may be given a key that keeps it from being done twice. */
export function takesIdempotencyKey({ method, status, access }: Operation): boolean {
  return method === 'POST' && (status === 201 || status === 202) && access !== 'public';
}
