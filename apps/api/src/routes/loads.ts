import { Readable } from 'node:stream';
import { createLoad, getLoad, refusedRecords } from '@tandem/control-plane';
import { retailSales } from '@tandem/data-model';
import { operations } from '@tandem/data-model/contract';
import { rejectedRecords } from '@tandem/etl-engine';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addLoads(app: FastifyInstance, deps: ApiDeps): void {
  const { loads } = deps.control;
  route(app, operations.createLoad, ({ project, body }) => createLoad(deps, project, body));
  route(app, operations.listLoads, async ({ project }) => ({ loads: await loads.list(project.id) }));
  route(app, operations.getLoad, ({ project, params }) => getLoad(deps, project.id, params.loadId));
  route(app, operations.listRejects, async ({ project, params, query }) => {
    const { id } = await getLoad(deps, project.id, params.loadId);
    return loads.rejects(id, query.offset, query.limit);
  });
  route(app, operations.downloadRejectedRecords, async ({ project, params, query, reply }) => {
    const load = await getLoad(deps, project.id, params.loadId);
    const { source: name, files, rejects } = await refusedRecords(deps, load, query.source);
    const source = retailSales.sources.find((it) => it.name === name)!;
    const warehouse = () => deps.warehouse(project.id);
    reply.header('content-disposition', `attachment; filename="${load.id}-${name}.csv"`);
    return Readable.from(rejectedRecords(source, files, rejects, { objects: deps.objects, warehouse }), {
      objectMode: false,
    });
  });
}
