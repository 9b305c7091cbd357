import { randomUUID } from 'node:crypto';
import { isOfOtherStar, objectKeys, requireWarehouse, starOf, writersOf } from '@tandem/control-plane';
import { starLineage } from '@tandem/data-model';
import { operations, type Project } from '@tandem/data-model/contract';
import { rowOrigin, starTables, tableRows } from '@tandem/etl-engine';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addTables(app: FastifyInstance, deps: ApiDeps): void {
  // The star's tables are made by provisioning.
  const warehouseOf = (project: Project) => {
    requireWarehouse(project);
    return deps.warehouse(project.id);
  };

  route(app, operations.listTables, async ({ project }) => ({
    tables: await starTables(await starOf(deps, project.id), await warehouseOf(project)),
  }));
  route(app, operations.listTableRows, async ({ project, params, query }) =>
    tableRows(await starOf(deps, project.id), await warehouseOf(project), params.table, query.offset, query.limit),
  );
  route(app, operations.getLineage, async ({ project }) => ({ tables: starLineage(await starOf(deps, project.id)) }));
  route(app, operations.getRowOrigin, async ({ project, params: { table }, query: { key } }) => {
    const warehouse = await warehouseOf(project);
    const star = await starOf(deps, project.id);
    const loads = await deps.control.loads.list(project.id);
    // What wrote the tables of an earlier star wrote none of these rows.
    const writers = writersOf(loads).filter((it) => !isOfOtherStar(it, star));
    const { record, ...row } = await rowOrigin(
      {
        star,
        table,
        key,
        keyPrefix: objectKeys.project(project.id),
        loadIds: writers.map((it) => it.id),
        id: `origin_${randomUUID().replaceAll('-', '')}`,
      },
      { objects: deps.objects, warehouse },
    );
    const input = record && writers.find((it) => it.id === record.loadId)?.report?.files[record.file];
    if (!record || !input) return { ...row, written: null };
    const { name, uploadId = null, sha256 = null } = input;
    return { ...row, written: { loadId: record.loadId, file: name, line: record.line, uploadId, sha256 } };
  });
}
