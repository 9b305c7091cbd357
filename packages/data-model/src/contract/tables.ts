import { z } from 'zod';
import { operation } from './operation.ts';
import { InProject } from './projects.ts';

export const Column = z.object({
  name: z.string(),
  type: z.string(),
  key: z.boolean().describe('Part of the primary key, i.e. of the grain'),
  references: z.string().nullable().describe('The dimension it points to'),
});

export const Table = z
  .object({
    name: z.string(),
    kind: z.enum(['dimension', 'fact']),
    description: z.string(),
    rows: z.int(),
    columns: z.array(Column),
  })
  .meta({ id: 'Table' });
export type Table = z.infer<typeof Table>;

export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof Cell>;

export const TableRows = z
  .object({ columns: z.array(Column), rows: z.array(z.array(Cell)), total: z.int() })
  .meta({ id: 'TableRows' });
export type TableRows = z.infer<typeof TableRows>;

export const listTables = operation({
  id: 'listTables',
  method: 'GET',
  path: '/projects/:projectId/tables',
  summary: 'The tables of the star with their row counts',
  tag: 'Tables',
  access: 'project',
  params: InProject,
  status: 200,
  refuses: ['conflict', 'unavailable'],
  response: z.object({ tables: z.array(Table) }),
});

export const listTableRows = operation({
  id: 'listTableRows',
  method: 'GET',
  path: '/projects/:projectId/tables/:table/rows',
  summary: 'Rows of a table in key order',
  tag: 'Tables',
  access: 'project',
  reads: { kind: 'table', param: 'table' },
  params: InProject.extend({ table: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/) }),
  query: z.strictObject({
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  status: 200,
  refuses: ['conflict', 'unavailable'],
  response: TableRows,
});
