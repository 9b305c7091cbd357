import { Conflict, NotFound } from '@tandem/data-model';
import type { Model, NewModel } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { getTrainingRun } from './training-runs.ts';

/** Registers a run's ensemble as the next version of a name. Throws NotFound, or Conflict unless the run has succeeded. */
export async function createModel(
  deps: Pick<Deps, 'control'>,
  projectId: string,
  { name, trainingRunId }: NewModel,
): Promise<Model> {
  const run = await getTrainingRun(deps, projectId, trainingRunId);
  if (run.state !== 'succeeded' || !run.report) {
    throw new Conflict(
      `The training run ${run.name} has no model: it is "${run.state}".`,
      'Register the model of a run whose state is "succeeded".',
    );
  }
  const { ensemble, baseline } = run.report;
  return deps.control.models.create({
    projectId,
    name,
    trainingRunId,
    test: ensemble.test,
    improvement: baseline.improvement,
  });
}

export async function getModel({ control }: Pick<Deps, 'control'>, projectId: string, id: string): Promise<Model> {
  const model = await control.models.get(projectId, id);
  if (!model) throw new NotFound('model', id);
  return model;
}
