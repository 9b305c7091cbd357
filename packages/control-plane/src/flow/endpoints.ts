import { Conflict, KnownError, NotFound } from '@tandem/data-model';
import type { Endpoint, NewEndpoint, Principal } from '@tandem/data-model/contract';
import type { ForecastServing, ServedModel } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { objectKeys } from '../object-keys.ts';
import { getModel } from './models.ts';

/** Serves a model under a name; a name in use moves to the new model. Throws NotFound for the model. */
export async function createEndpoint(deps: Deps, projectId: string, { name, modelId }: NewEndpoint): Promise<Endpoint> {
  const { queue } = deps;
  await getModel(deps, projectId, modelId);
  const endpoint = await createOrMove(deps, projectId, name, modelId);
  await queue.send({ kind: 'deploy', projectId, id: endpoint.id });
  return endpoint;
}

async function createOrMove({ control }: Deps, projectId: string, name: string, modelId: string): Promise<Endpoint> {
  const move = async () => {
    const known = await control.endpoints.byName(projectId, name);
    return known && control.endpoints.update(known.id, { modelId, state: 'creating', error: null });
  };
  const moved = await move();
  if (moved) return moved;
  const fresh = { state: 'creating', error: null, requests: 0, lastRequestAt: null } as const;
  try {
    return await control.endpoints.create({ projectId, name, modelId, ...fresh });
  } catch (error) {
    // Another call has created it since; then this one moves it.
    const later = error instanceof Conflict ? await move() : undefined;
    if (later) return later;
    throw error;
  }
}

export async function getEndpoint(
  { control }: Pick<Deps, 'control'>,
  projectId: string,
  name: string,
): Promise<Endpoint> {
  const endpoint = await control.endpoints.byName(projectId, name);
  if (!endpoint) throw new NotFound('endpoint', name);
  return endpoint;
}

/**
 * What an endpoint serves. While a model is on its way into the server, whoever asks waits for it and is not refused:
 * so an endpoint goes on answering while it moves. Throws NotFound, or Conflict where the model could not be served.
 */
export async function servedModel(
  deps: Pick<Deps, 'control'>,
  projectId: string,
  name: string,
): Promise<{ endpoint: Endpoint; served: ServedModel }> {
  const endpoint = await getEndpoint(deps, projectId, name);
  if (endpoint.state === 'failed') {
    const { detail = 'no reason is on record.', mend = 'Create it again.' } = endpoint.error ?? {};
    throw new Conflict(`The endpoint ${name} is not in service: ${detail}`, mend);
  }
  const { trainingRunId } = await getModel(deps, projectId, endpoint.modelId);
  return {
    endpoint,
    served: {
      endpointId: endpoint.id,
      modelKey: objectKeys.model(projectId, trainingRunId),
      frameKey: objectKeys.trainingFrame(projectId, trainingRunId),
    },
  };
}

/** Stops serving under a name, and ends what others were given of it. Throws NotFound. */
export async function deleteEndpoint(
  deps: Pick<Deps, 'control'> & { readonly forecasts: Pick<ForecastServing, 'undeploy'> },
  projectId: string,
  name: string,
  by: Pick<Principal, 'name'>,
): Promise<void> {
  const { id } = await getEndpoint(deps, projectId, name);
  await deps.control.endpoints.delete(id, { by: by.name, reason: 'The endpoint was deleted.' });
  try {
    await deps.forecasts.undeploy(id);
  } catch (error) {
    // A server that does not run holds no model in memory, and without its record the endpoint is not served again.
    if (!(error instanceof KnownError && error.kind === 'unavailable')) throw error;
  }
}
