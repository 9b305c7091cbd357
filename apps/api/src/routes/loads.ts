import { createLoad, getLoad } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addLoads(app: FastifyInstance, deps: ApiDeps): void {
  const { loads } = deps.control;
  route(app, operations.createLoad, ({ project, body }) => createLoad(deps, project, body));
  route(app, operations.listLoads, async ({ project }) => ({ loads: await loads.list(project.id) }));
  route(app, operations.getLoad, ({ project, params }) => getLoad(deps, project.id, params.loadId));
  route(app, operations.listRejects, async ({ project, params, query }) => {
    const { id } = await getLoad(deps, project.id, params.loadId);
    return loads.rejects(id, query.offset, query.limit);
  });
}
