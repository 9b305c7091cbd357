import type { CandidateCard } from './candidate.ts';

/**
 * Boosted regression trees over all items, on what a pooled regression leaves: interactions of calendar, covariates, recent levels and attributes
 * that no sum of effects has. Their parts are in `trees/`.
 */
export const globalTrees: CandidateCard = {
  name: 'global-trees',
  title: 'Global boosted trees',
  source:
    'Friedman (2001), doi:10.1214/aos/1013203451; Ke et al. (2017), LightGBM, NeurIPS 30; Athey & Imbens (2016), doi:10.1073/pnas.1510489113',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'balanced',
  cost: 6,
};
