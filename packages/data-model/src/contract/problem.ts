import { z } from 'zod';
import type { ErrorKind } from '../errors.ts';

/** An error reply, RFC 9457 `application/problem+json`, with what to do next. */
export const Problem = z
  .object({
    type: z.string().describe('The code as a URN; docs/errors.md explains each'),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    mend: z.string().describe('The next step, for a person'),
    faults: z.array(
      z.object({
        at: z.string().describe('Where, as in body.job.forecastHorizon'),
        expected: z.string(),
        got: z.string(),
        example: z.string().optional().describe('What would be taken there, as JSON'),
      }),
    ),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** HTTP status of each kind of failure: the API replies by it, the OpenAPI document lists it, the client reads it back. */
export const problemStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  rejected: 422,
  'too-many': 429,
  unavailable: 503,
  full: 507,
} as const satisfies Record<ErrorKind, number>;
