import { mayPass } from '@tandem/data-model';
import type { Attempt, OpenWork } from '@tandem/ports';
import type { JobDeps } from './deps.ts';
import { jobError } from './run-record.ts';
import { trainedModel } from './trained-model.ts';

/** Loads the model of an endpoint for real-time predictions. Where the endpoint moves meanwhile, the next delivery has it. */
export async function deploy({ projectId, id }: OpenWork, attempt: Attempt, deps: JobDeps): Promise<void> {
  const { control, forecasts, log } = deps;
  const endpoint = await control.endpoints.get(projectId, id);
  if (!endpoint) return;
  try {
    const { modelKey, frameKey } = await trainedModel(deps, projectId, endpoint.modelId);
    await forecasts.deploy({ endpointId: id, modelKey, frameKey });
    await control.endpoints.endDeployment(id, endpoint.modelId, { state: 'in-service', error: null });
    if (!(await control.endpoints.get(projectId, id))) await forecasts.undeploy(id);
  } catch (error) {
    if (mayPass(error) && !attempt.isLast) throw error;
    log.error({ err: error, id }, 'deploying failed');
    await control.endpoints.endDeployment(id, endpoint.modelId, { state: 'failed', error: jobError(error, id) });
  }
}
