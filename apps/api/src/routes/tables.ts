import { requireWarehouse } from '@tandem/control-plane';
import { retailSales } from '@tandem/data-model';
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
    tables: await starTables(retailSales, await warehouseOf(project)),
  }));
  route(app, operations.listTableRows, async ({ project, params, query }) =>
    tableRows(retailSales, await warehouseOf(project), params.table, query.offset, query.limit),
  );
}
