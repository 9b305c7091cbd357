import type { RegressionForm } from '../regression/design.ts';
import type { CandidateCard } from './candidate.ts';

/** A family of boosted trees over all items: it learns what a pooled regression of some form leaves. */
export interface TreesCandidate extends CandidateCard {
  /** The form of that regression, where the panel's best one has this form. */
  formOf(best: RegressionForm): RegressionForm;
}

/**
 * Boosted regression trees over all items, on what a pooled regression leaves: interactions of calendar, covariates, recent levels and attributes
 * that no sum of effects has. What comes again each year the trees find themselves, so that they err in other ways than the regression. Their parts
 * are in `trees/`.
 */
export const globalTrees: TreesCandidate = {
  name: 'global-trees',
  title: 'Global boosted trees',
  source:
    'Friedman (2001), doi:10.1214/aos/1013203451; Ke et al. (2017), LightGBM, NeurIPS 30; Athey & Imbens (2016), doi:10.1073/pnas.1510489113',
  uses: { known: true, past: true, statics: true },
  quantiles: 'conformal',
  preset: 'balanced',
  cost: 6,
  formOf: (best) => ({ ...best, commonWaves: 0, itemWaves: 0 }),
};
