import { requireWarehouse } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { queryUser } from '../query-user.ts';
import { route } from '../route.ts';

export function addCompute(app: FastifyInstance, { compute, queries }: ApiDeps): void {
  route(app, operations.getCompute, async ({ project, request }) => {
    const me = queryUser(request);
    const [warehouse, processes] = await Promise.all([compute.state(project.id), queries.processes(project.id)]);
    const { sandbox } = queries;
    return {
      warehouse,
      queries: {
        sandbox: { kind: sandbox.kind, reason: sandbox.reason ?? null },
        processes: processes.map(({ user, queryId, ...it }) => ({
          ...it,
          mine: user === me,
          running: queryId !== null,
          queryId: user === me ? queryId : null,
        })),
      },
    };
  });
  route(app, operations.startWarehouse, ({ project }) => {
    requireWarehouse(project);
    return compute.start(project.id);
  });
  route(app, operations.stopWarehouse, ({ project }) => compute.stop(project.id));
}
