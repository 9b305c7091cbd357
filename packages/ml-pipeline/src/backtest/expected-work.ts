import type { TrainingFrame } from '@tandem/data-model';
import type { ItemCandidate } from '../candidates/candidate.ts';
import { pooledRegression } from '../candidates/pooled-regression.ts';
import { treesCandidates } from '../candidates/registry.ts';
import type { TrainingPlan } from '../plan.ts';

/** Work of the pooled regression, at all cutoffs and on all data, in the unit of PlannedTask. */
export const regressionWork = (frame: TrainingFrame, { tested, windows, forms }: TrainingPlan): number =>
  pooledRegression.cost * (tested.length * ((windows.length - 1) * forms.length + 1) + frame.items.length);

/** Work of some families and the trees: at all cutoffs, and on all data. That some families stop early is not known yet. */
export function familyWork(frame: TrainingFrame, plan: TrainingPlan, families: readonly ItemCandidate[]): number {
  const all = [...families, ...(plan.trees ? treesCandidates : [])];
  const each = all.reduce((sum, it) => sum + it.cost, 0);
  return each * (plan.tested.length * plan.windows.length + frame.items.length);
}
