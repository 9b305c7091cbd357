import { objectKeys } from '@tandem/control-plane';
import { NotFound } from '@tandem/data-model';
import type { JobDeps } from './deps.ts';

/** A model version's job, and the object keys of its artifact and of the frame it was trained on. */
export async function trainedModel({ control }: JobDeps, projectId: string, modelId: string) {
  const model = await control.models.get(projectId, modelId);
  const run = model && (await control.trainingRuns.get(projectId, model.trainingRunId));
  if (!run) throw new NotFound('model', modelId);
  return {
    job: run.job,
    modelKey: objectKeys.model(projectId, run.id),
    frameKey: objectKeys.trainingFrame(projectId, run.id),
  };
}
