import {
  changeProject,
  createProject,
  getDrift,
  getOverview,
  getProject,
  listProjects,
  retryProvisioning,
  updateToProfile,
} from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { looks } from '../looks.ts';
import { route } from '../route.ts';

export function addProjects(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.createProject, ({ body, principal }) => createProject(deps, body, principal));
  route(app, operations.listProjects, async ({ principal }) => ({ projects: await listProjects(deps, principal) }));
  route(app, operations.getProject, ({ project }) => project);
  route(app, operations.changeProject, ({ project, body }) => changeProject(deps, project, body));
  route(app, operations.streamProject, ({ project }) =>
    looks(
      () => getProject(deps, project.id),
      (it) => it.state === 'provisioning',
      app.closing,
    ),
  );
  route(app, operations.retryProvisioning, ({ project }) => retryProvisioning(deps, project));
  route(app, operations.getOverview, ({ project }) => getOverview(deps, project));
  route(app, operations.getDrift, ({ project }) => getDrift(deps, project));
  route(app, operations.updateToProfile, ({ project }) => updateToProfile(deps, project));
}
