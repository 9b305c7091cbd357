import { requireWarehouse, starOf } from '@tandem/control-plane';
import { operations, type Project } from '@tandem/data-model/contract';
import { starTables, tableRows } from '@tandem/etl-engine';
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
}
