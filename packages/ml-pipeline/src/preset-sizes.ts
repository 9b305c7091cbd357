import type { TrainingJob } from '@tandem/data-model/contract';
import type { TreesSize } from './trees/fit-trees.ts';

/** Windows of a backtest, the test included. */
export const windowsOf = { fast: 3, balanced: 4, best: 5 } as const;

/** Trees of each preset: rows to learn from, and how many trees. Small ones would take 3 % off the loss of `fast` and add half to its time, so it has none. */
export const treesOf: Record<TrainingJob['preset'], TreesSize | undefined> = {
  fast: undefined,
  balanced: {
    rows: 250_000,
    forests: 3,
    boost: { trees: 220, mostLeaves: 63, rate: 0.08, featureShare: 0.6, leastRows: 20 },
  },
  best: {
    rows: 400_000,
    forests: 4,
    boost: { trees: 350, mostLeaves: 63, rate: 0.06, featureShare: 0.6, leastRows: 20 },
  },
};
