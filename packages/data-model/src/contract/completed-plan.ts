import { z } from 'zod';

/**
 * What a training run completed: all that a clock decided. A job that carries it does the same again, without a clock.
 */
export const CompletedPlan = z
  .strictObject({
    windows: z.int().min(0).describe('Backtest windows, the test included'),
    testedItems: z.int().min(0).describe('Items that the windows score, evenly taken'),
    forms: z.int().min(1).describe('Forms of the pooled regression that were tried'),
    trees: z
      .strictObject({ rows: z.int().min(1), trees: z.int().min(1) })
      .nullable()
      .describe('Size of the global trees: rows that they learn from, and how many'),
    families: z
      .array(
        z.strictObject({
          name: z.string(),
          tested: z.enum(['sample', 'all']).describe('Stopped after a sample of items in one window, or tested in all'),
          weighed: z.boolean().describe('Whether it stood for the ensemble'),
        }),
      )
      .describe('Families that were tried, in that order'),
  })
  .meta({ id: 'CompletedPlan' });
export type CompletedPlan = z.infer<typeof CompletedPlan>;
