import { z } from 'zod';

const attribute = z.string().min(1).max(128);

/** What a missing value becomes; all but `zero` and `value` are taken over the recorded past of its item. */
export const fillMethods = ['zero', 'value', 'median', 'mean', 'min', 'max'] as const;
export type FillMethod = (typeof fillMethods)[number];

/** Stretches of an item in which a missing value can be filled. */
export const fillStretches = ['middlefill', 'backfill', 'futurefill'] as const;
export type FillStretch = (typeof fillStretches)[number];

const method = z.enum(fillMethods);
const value = z.string().min(1).max(128);

/** How missing values of one column are filled, in the words of SageMaker; what is not named stays missing. */
export const ColumnFilling = z
  .strictObject({
    frontfill: z
      .literal('none')
      .exactOptional()
      .describe('Target only: nothing is put before the first row of an item, which is so in any case'),
    middlefill: method.exactOptional().describe('From the first row of an item to its last'),
    middlefill_value: value.exactOptional().describe('A number as text, or a level of a category'),
    backfill: method.exactOptional().describe('From the last row of an item to the last row of any'),
    backfill_value: value.exactOptional(),
    futurefill: method.exactOptional().describe('Known covariates only: rows to forecast'),
    futurefill_value: value.exactOptional(),
  })
  .superRefine((filling, context) => {
    for (const stretch of fillStretches) {
      const given = filling[`${stretch}_value`] !== undefined;
      if ((filling[stretch] === 'value') === given) continue;
      context.addIssue({
        code: 'custom',
        path: [`${stretch}_value`],
        message: given ? `given only where ${stretch} is value` : `the value that ${stretch} puts in`,
      });
    }
  })
  .meta({ id: 'ColumnFilling' });
export type ColumnFilling = z.infer<typeof ColumnFilling>;

/** What several rows of one item in one period become. */
export const aggregations = ['sum', 'avg', 'first', 'min', 'max'] as const;
export type Aggregation = (typeof aggregations)[number];

export const Transformations = z
  .strictObject({
    filling: z.record(attribute, ColumnFilling).default({}).describe('By column; default: missing stays missing'),
    aggregation: z
      .record(attribute, z.enum(aggregations))
      .default({})
      .describe('By column; default: the sum of the target, the mean of numbers, the first of categories'),
  })
  .meta({ id: 'Transformations' });
export type Transformations = z.output<typeof Transformations>;
