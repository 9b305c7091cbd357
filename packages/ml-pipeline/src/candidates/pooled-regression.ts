import type { CandidateCard } from './candidate.ts';

/**
 * One regression over all items on a logarithmic scale: calendar, covariates with their neighbours in time, and
 * level, with a coefficient for each item as far as the items differ. Also what serves items with too little past.
 * Its parts are in `regression/`.
 */
export const pooledRegression: CandidateCard = {
  name: 'pooled-regression',
  title: 'Pooled regression',
  source:
    'Laird & Ware (1982), doi:10.2307/2529876; Gelman & Hill (2007), Data Analysis Using Regression and Multilevel/Hierarchical Models, 12-13',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'fast',
  cost: 0.5,
};
