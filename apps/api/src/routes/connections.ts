import { listConnections } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addConnections(app: FastifyInstance, deps: ApiDeps): void {
  route(app, operations.listConnections, async ({ project }) => ({
    connections: await listConnections(deps, project),
  }));
}
