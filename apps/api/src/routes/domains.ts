import { createDomain, createProjectProfile, listProjectProfiles } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addDomains(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.createDomain, ({ body }) => createDomain(deps, deps.config.origin, body));
  route(app, operations.listDomains, async () => ({ domains: await deps.control.domains.list() }));
  route(app, operations.createProjectProfile, ({ params, body }) => createProjectProfile(deps, params.domainId, body));
  route(app, operations.listProjectProfiles, async ({ params }) => ({
    projectProfiles: await listProjectProfiles(deps, params.domainId),
  }));
}
