import { globalTrees, type TreesCandidate } from './global-trees.ts';

/**
 * The same trees on the series less their levels, without a regression's effects before them: weaker alone, and worth much beside the others, as
 * it makes none of the regression's mistakes.
 */
export const directTrees: TreesCandidate = {
  ...globalTrees,
  name: 'direct-trees',
  title: 'Global boosted trees, direct',
  formOf: () => ({ commonWaves: 0, itemWaves: 0, trend: false, effects: false }),
};
