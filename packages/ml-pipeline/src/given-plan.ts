import { InvalidInput } from '@tandem/data-model';
import type { CompletedPlan, TrainingJob } from '@tandem/data-model/contract';
import { importedModelName } from './candidates/imported-model.ts';
import { baselineName, isTried, itemCandidates, treesCandidates } from './candidates/registry.ts';
import { treesOf } from './preset-sizes.ts';

/**
 * Refuses a plan that a job cannot follow: of another preset or seed, with families or trees that the preset does not
 * have, with an imported model where none or another is given, or without the baseline. What it leaves out of them is left out.
 */
export function checkPlan(
  { preset, seed }: Pick<TrainingJob, 'preset' | 'seed'>,
  plan: CompletedPlan,
  importedSource: string | undefined,
): void {
  if (plan.preset !== preset || plan.seed !== seed) {
    throw new InvalidInput(
      `The plan is of a run with preset ${plan.preset} and seed ${plan.seed}, and the job has preset ${preset} and seed ${seed}.`,
      'Give the job the preset and the seed of its plan, or train without the plan.',
    );
  }
  const trees = treesOf[preset];
  const known = [...itemCandidates.filter((it) => isTried(it, preset)), ...(trees ? treesCandidates : [])];
  const imported = plan.families.find(({ name }) => name === importedModelName);
  if (imported && (importedSource === undefined || (imported.source ?? importedSource) !== importedSource)) {
    throw new InvalidInput(
      `The plan is of a run with an imported model${imported.source === undefined ? '' : ` (${imported.source})`}, and this one brings ${importedSource === undefined ? 'none' : `another (${importedSource})`}.`,
      'Give the model of that run too, or train without the plan.',
    );
  }
  const unknown = plan.families.filter(
    ({ name }) => name !== importedModelName && known.every((it) => it.name !== name),
  );
  if (unknown.length > 0) {
    throw new InvalidInput(
      `The plan names families that preset ${preset} does not try: ${unknown.map(({ name }) => name).join(', ')}.`,
      'Give the plan as the report of the earlier run has it, or train without it.',
    );
  }
  const baseline = plan.families.find(({ name }) => name === baselineName);
  if (baseline?.tested !== 'all' || !baseline.weighed) {
    throw new InvalidInput(
      `The plan leaves out ${baselineName}, beside which everything is scored.`,
      'Give the plan as the report of the earlier run has it, or train without it.',
    );
  }
  if (plan.trees && (!trees || plan.trees.rows > trees.rows || plan.trees.trees > trees.boost.trees)) {
    throw new InvalidInput(
      trees
        ? `The plan has ${plan.trees.trees} trees of ${plan.trees.rows} rows, and preset ${preset} grows at most ${trees.boost.trees} of ${trees.rows}.`
        : `The plan has trees, and preset ${preset} grows none.`,
      'Give the plan as the report of the earlier run has it, or train without it.',
    );
  }
}
