import { getDomainQuotas, getProjectQuotas, setDomainQuotas, setProjectQuotas } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addQuotas(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.getProjectQuotas, async ({ project }) => ({ quotas: await getProjectQuotas(deps, project) }));
  route(app, operations.setProjectQuotas, async ({ params, body }) => ({
    quotas: await setProjectQuotas(deps, params.domainId, params.projectId, body.quotas),
  }));
  route(app, operations.getDomainQuotas, async ({ params }) => ({
    quotas: await getDomainQuotas(deps, params.domainId),
  }));
  route(app, operations.setDomainQuotas, async ({ params, body }) => ({
    quotas: await setDomainQuotas(deps, params.domainId, body.quotas),
  }));
}
