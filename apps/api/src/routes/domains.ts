import { createDomain, createProjectProfile, listDomains, listProjectProfiles } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addDomains(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.createDomain, ({ body, principal }) => createDomain(deps, deps.config.origin, body, principal));
  route(app, operations.listDomains, async ({ principal }) => ({ domains: await listDomains(deps, principal) }));
  route(app, operations.createProjectProfile, ({ params, body }) => createProjectProfile(deps, params.domainId, body));
  route(app, operations.listProjectProfiles, async ({ params }) => ({
    projectProfiles: await listProjectProfiles(deps, params.domainId),
  }));
}
