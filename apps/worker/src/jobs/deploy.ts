import { LeaseLost, mayPass } from '@tandem/data-model';
import type { Attempt, OpenWork } from '@tandem/ports';
import type { JobDeps } from './deps.ts';
import { jobError } from './run-record.ts';
import { trainedModel } from './trained-model.ts';

/** Loads the model of an endpoint for real-time predictions. Where the endpoint moves meanwhile, the next delivery has it. */
export async function deploy({ projectId, id }: OpenWork, _: Attempt, deps: JobDeps): Promise<void> {
  const { control, forecasts, log, say } = deps;
  const endpoint = await control.endpoints.get(projectId, id);
  if (!endpoint) return;
  try {
    say('Loading the model.');
    const { modelKey, frameKey } = await trainedModel(deps, projectId, endpoint.modelId);
    await forecasts.deploy({ endpointId: id, modelKey, frameKey });
    await control.endpoints.endDeployment(id, endpoint.modelId, { state: 'in-service', error: null });
    say('It is in service.');
    if (!(await control.endpoints.get(projectId, id))) await forecasts.undeploy(id);
  } catch (error) {
    if (error instanceof LeaseLost) await forecasts.undeploy(id);
    if (error instanceof LeaseLost || mayPass(error)) throw error;
    log.error({ err: error, id }, 'deploying failed');
    say(`It has failed: ${jobError(error, id).detail}`);
    await control.endpoints.endDeployment(id, endpoint.modelId, { state: 'failed', error: jobError(error, id) });
  }
}
