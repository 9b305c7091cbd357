import {
  changeDomain,
  createDomain,
  deleteDomain,
  getDomain,
  listDomains,
  planDomainTeardown,
} from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addDomains(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.createDomain, ({ body, principal }) => createDomain(deps, deps.config.origin, body, principal));
  route(app, operations.listDomains, async ({ principal }) => ({ domains: await listDomains(deps, principal) }));
  route(app, operations.getDomain, ({ params }) => getDomain(deps, params.domainId));
  route(app, operations.changeDomain, ({ params, body }) => changeDomain(deps, params.domainId, body));
  route(app, operations.getDomainTeardownPlan, ({ params }) => planDomainTeardown(deps, params.domainId));
  route(app, operations.deleteDomain, async ({ params, query }) => {
    await deleteDomain(deps, params.domainId, query.confirm);
    return null;
  });
}
