import { createEndpoint, deleteEndpoint, getEndpoint, servedModel } from '@tandem/control-plane';
import { type Endpoint, operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { tagged, whereUnchanged } from '../entity-tag.ts';
import { page } from '../page.ts';
import { requestCounter } from '../request-counter.ts';
import { route } from '../route.ts';

export function addEndpoints(app: FastifyInstance, deps: ApiDeps): void {
  const { control, forecasts } = deps;
  const counter = requestCounter(control.endpoints, (error) =>
    app.log.error({ err: error }, 'counting requests failed'),
  );
  app.addHook('onClose', () => counter.settled());

  const present = (projectId: string, name: string) => async () => {
    const endpoint = await control.endpoints.byName(projectId, name);
    return endpoint && changeable(endpoint);
  };

  route(app, operations.createEndpoint, async ({ project: { id }, body, request, reply }) => {
    const create = () => createEndpoint(deps, id, body);
    const made = await whereUnchanged(request, `${id} ${body.name}`, present(id, body.name), create);
    return tagged(reply, made, changeable(made));
  });
  route(app, operations.listEndpoints, async ({ project, query }) => {
    const { items: endpoints, next } = await page((it) => control.endpoints.list(project.id, it), query);
    return { endpoints, next };
  });
  route(app, operations.getEndpoint, async ({ project, params, reply }) => {
    const endpoint = await getEndpoint(deps, project.id, params.endpoint);
    return tagged(reply, endpoint, changeable(endpoint));
  });
  route(app, operations.deleteEndpoint, async ({ project: { id }, params: { endpoint }, request, principal }) => {
    const remove = () => deleteEndpoint(deps, id, endpoint, principal);
    await whereUnchanged(request, `${id} ${endpoint}`, present(id, endpoint), remove);
    return null;
  });
  route(app, operations.createPrediction, async ({ project, params, body }) => {
    const { endpoint, served } = await servedModel(deps, project.id, params.endpoint);
    const answer = await forecasts.predict(served, body);
    counter.count(endpoint.id);
    return { endpoint: endpoint.name, modelId: endpoint.modelId, forecasts: answer };
  });
  route(app, operations.createExplanation, async ({ project, params, body }) => {
    const { endpoint, served } = await servedModel(deps, project.id, params.endpoint);
    const { modelKey, frameKey } = served;
    const explanations = await forecasts.explain({ modelKey, frameKey }, body);
    return { endpoint: endpoint.name, modelId: endpoint.modelId, explanations };
  });
}

/** What a call can change of an endpoint: which model it serves. What it has answered and how far it is, goes on by itself. */
const changeable = ({ id, modelId }: Endpoint) => ({ id, modelId });
