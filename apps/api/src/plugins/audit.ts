import { createHash } from 'node:crypto';
import type { AuditActor } from '@tandem/data-model/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { addToOperations } from './operation-hooks.ts';

/**
 * Lets the control store know who makes each call that may change something, so that what it changes is written to the
 * audit log. Calls that only read run without, and cost nothing more.
 */
export function addAudit(app: FastifyInstance, { control }: Pick<ApiDeps, 'control'>): void {
  addToOperations(app, 'preHandler', (operation) => {
    if (operation.method === 'GET') return undefined;
    // The rest of the call, its handler included, runs within `done`.
    return (request, _, done) =>
      control.audit.as({ actor: actorOf(request), operation: operation.id, requestId: request.id }, done);
  });
}

function actorOf({ caller: { principal, fingerprint } }: FastifyRequest): AuditActor {
  if (!principal) return { kind: 'anonymous', id: null, name: 'anonymous' };
  return {
    kind: principal.kind,
    id: principal.userId ?? (fingerprint ? told(fingerprint) : null),
    name: principal.name,
  };
}

/** What tells tokens apart in the log; not the fingerprint itself, from which other keys are made. */
const told = (fingerprint: string): string =>
  createHash('sha256').update(`audit ${fingerprint}`, 'utf8').digest('hex').slice(0, 32);
