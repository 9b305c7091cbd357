import { z } from 'zod';
import { presets } from './presets.ts';

export const Seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/**
 * What a training run completed: all that a clock decided. A job that carries it does the same again, without a clock.
 * Nothing in it is larger than what the preset `best` tries.
 */
export const CompletedPlan = z
  .strictObject({
    preset: z.enum(presets).describe('Of the run: a job that follows the plan has it too'),
    seed: Seed.describe('Likewise'),
    // Reports of before 2026-11-26 have up to 6.
    windows: z.int().min(0).max(6).describe('Backtest windows, the test included'),
    testedItems: z.int().min(0).max(1_500_000).describe('Items that the windows score, evenly taken'),
    forms: z.int().min(1).max(4).describe('Forms of the pooled regression that were tried'),
    trees: z
      .strictObject({ rows: z.int().min(1).max(400_000), trees: z.int().min(1).max(350) })
      .nullable()
      .describe('Size of the global trees: rows that they learn from, and how many'),
    families: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(64),
          tested: z.enum(['sample', 'all']).describe('Stopped after a sample of items in one window, or tested in all'),
          weighed: z.boolean().describe('Whether it stood for the ensemble'),
          source: z.string().max(128).optional().describe('Of an imported model: what tells it from others'),
        }),
      )
      .max(32)
      .describe('Families that were tried, in that order'),
  })
  .meta({ id: 'CompletedPlan' });
export type CompletedPlan = z.infer<typeof CompletedPlan>;
