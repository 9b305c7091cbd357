import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  createLoad,
  getLoad,
  listLoads,
  objectKeys,
  refusedRecords,
  requireSnapshot,
  requireWarehouse,
  revertLoad,
  starOf,
} from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import { compareSnapshots, laterRejects, rejectedRecords } from '@tandem/etl-engine';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addLoads(app: FastifyInstance, deps: ApiDeps): void {
  const { loads } = deps.control;
  route(app, operations.createLoad, ({ project, body }) => createLoad(deps, project, body));
  route(app, operations.listLoads, ({ project, query }) => listLoads(deps, project.id, query));
  route(app, operations.getLoad, ({ project, params }) => getLoad(deps, project.id, params.loadId));
  route(app, operations.listRejects, async ({ project, params, query }) => {
    const { id } = await getLoad(deps, project.id, params.loadId);
    return loads.rejects(id, query.offset, query.limit);
  });
  route(app, operations.downloadRejectedRecords, async ({ project, params, query, reply }) => {
    const load = await getLoad(deps, project.id, params.loadId);
    const { source, files, rejects, hasLater } = await refusedRecords(deps, load, query.source);
    const warehouse = () => {
      requireWarehouse(project);
      return deps.warehouse(project.id);
    };
    const { objects } = deps;
    const all = async function* () {
      yield rejects;
      if (hasLater) yield* laterRejects(objects, objectKeys.project(project.id), load.id);
    };
    reply.header('content-disposition', `attachment; filename="${load.id}-${source.name}.csv"`);
    return Readable.from(rejectedRecords(source, files, all(), { objects, warehouse }), {
      objectMode: false,
    });
  });
  route(app, operations.compareLoads, async ({ project, params: { loadId, otherLoadId }, query: { limit } }) => {
    const star = await starOf(deps, project.id);
    const [before, after] = await Promise.all(
      [loadId, otherLoadId].map(async (it) => requireSnapshot(await getLoad(deps, project.id, it), star)),
    );
    requireWarehouse(project);
    const id = `compare_${randomUUID().replaceAll('-', '')}`;
    const keyPrefix = objectKeys.project(project.id);
    const warehouse = await deps.warehouse(project.id);
    const tables = await compareSnapshots(
      { star, keyPrefix, before: before!, after: after!, id, limit },
      { objects: deps.objects, warehouse },
    );
    return { loadId, otherLoadId, tables };
  });
  route(app, operations.revertLoad, ({ project, params }) => revertLoad(deps, project, params.loadId));
}
