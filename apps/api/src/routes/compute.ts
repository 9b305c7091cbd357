import { requireWarehouse } from '@tandem/control-plane';
import { operations, type Project } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { queryUser } from '../query-user.ts';
import { route } from '../route.ts';

export function addCompute(app: FastifyInstance, { compute, queries, control }: ApiDeps): void {
  const note = ({ id, name }: Project) => control.audit.note({ kind: 'warehouse', id, name, projectId: id });
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
  route(app, operations.startWarehouse, async ({ project }) => {
    requireWarehouse(project);
    const state = await compute.start(project.id);
    await note(project);
    return state;
  });
  route(app, operations.stopWarehouse, async ({ project }) => {
    const state = await compute.stop(project.id);
    await note(project);
    return state;
  });
}
