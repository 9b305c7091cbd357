import { createEndpoint, deleteEndpoint, servedModel } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { requestCounter } from '../request-counter.ts';
import { route } from '../route.ts';

export function addEndpoints(app: FastifyInstance, deps: ApiDeps): void {
  const { control, forecasts } = deps;
  const counter = requestCounter(control.endpoints, (error) =>
    app.log.error({ err: error }, 'counting requests failed'),
  );
  app.addHook('onClose', () => counter.settled());

  route(app, operations.createEndpoint, ({ project, body }) => createEndpoint(deps, project.id, body));
  route(app, operations.listEndpoints, async ({ project }) => ({
    endpoints: await control.endpoints.list(project.id),
  }));
  route(app, operations.deleteEndpoint, async ({ project, params }) => {
    await deleteEndpoint(deps, project.id, params.endpoint);
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
