import { z } from 'zod';

/** An error reply, RFC 9457 `application/problem+json`, with what to do next. */
export const Problem = z
  .object({
    type: z.string().describe('URI reference of the documentation of this code'),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    mend: z.string().describe('The next step, for a person'),
    faults: z.array(z.object({ at: z.string(), expected: z.string(), got: z.string() })),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
