import { listAuditEvents, verifyAudit } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addAuditLog(app: FastifyInstance, { control }: Pick<ApiDeps, 'control'>): void {
  route(app, operations.listAuditEvents, ({ query: { before, limit, ...filter } }) =>
    listAuditEvents(control, filter, { before, limit }),
  );
  route(app, operations.listDomainAuditEvents, ({ params, query: { before, limit, ...filter } }) =>
    listAuditEvents(control, { ...filter, domain: params.domainId }, { before, limit }),
  );
  route(app, operations.getAuditVerification, ({ query: { seq, hash } }) =>
    verifyAudit(control, seq !== undefined && hash !== undefined ? { seq, hash } : undefined),
  );
}
