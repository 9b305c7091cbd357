import { changeTerm, createTerm, deleteTerm, listCatalog, listTerms, setEntryTerms } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addCatalog(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.createTerm, ({ params, body }) => createTerm(deps, params.domainId, body));
  route(app, operations.listTerms, async ({ params, query }) => ({
    terms: await listTerms(deps, params.domainId, query.search),
  }));
  route(app, operations.changeTerm, ({ params, body }) => changeTerm(deps, params.domainId, params.termId, body));
  route(app, operations.deleteTerm, async ({ params }) => {
    await deleteTerm(deps, params.domainId, params.termId);
    return null;
  });
  route(app, operations.listCatalog, async ({ project, query }) => ({
    entries: await listCatalog(deps, project, query),
  }));
  route(app, operations.setEntryTerms, ({ project, params, body }) =>
    setEntryTerms(deps, project, params.entry, body.termIds),
  );
}
