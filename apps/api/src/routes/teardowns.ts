import { deleteProject, getTeardown, planTeardown } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { looks } from '../looks.ts';
import { route } from '../route.ts';

export function addTeardowns(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.getTeardownPlan, ({ project }) => planTeardown(deps.places, project));
  route(app, operations.deleteProject, ({ params, query }) => deleteProject(deps, params.projectId, query.confirm));
  route(app, operations.listTeardowns, async () => ({ teardowns: await deps.control.teardowns.list() }));
  route(app, operations.getTeardown, ({ params }) => getTeardown(deps, params.teardownId));
  route(app, operations.streamTeardown, async ({ params }) => {
    // Looked up before the stream begins, so that an unknown one is a 404 and not an empty stream.
    await getTeardown(deps, params.teardownId);
    return looks(
      () => getTeardown(deps, params.teardownId),
      ({ state }) => state === 'queued' || state === 'running',
      app.closing,
    );
  });
}
