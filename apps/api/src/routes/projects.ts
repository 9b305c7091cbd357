import { createProject, getOverview, listProjects, retryProvisioning } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addProjects(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.createProject, ({ body, principal }) => createProject(deps, body, principal));
  route(app, operations.listProjects, async ({ principal }) => ({ projects: await listProjects(deps, principal) }));
  route(app, operations.getProject, ({ project }) => project);
  route(app, operations.retryProvisioning, ({ project }) => retryProvisioning(deps, project));
  route(app, operations.getOverview, ({ project }) => getOverview(deps, project));
}
