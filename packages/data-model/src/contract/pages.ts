import { z } from 'zod';

/** Which page of a list is asked for. Lists go from new to old; an id stands where the page before ended. */
export const pageOf = <T extends z.ZodType>(id: T) =>
  z.strictObject({
    before: id.optional().describe('Only what was made before this one: `next` of the page before'),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  });

export const nextOf = <T extends z.ZodType>(id: T) =>
  id.nullable().default(null).describe('Where what is older goes on; null where there is no more');
