import { z } from 'zod';
import { LoadId } from './loads.ts';
import { id, instant, operation } from './operation.ts';
import { InProject } from './projects.ts';

export const QueryId = id('qry', 'query');

/** What computes a project's warehouse; what only a running process of ours knows is null in any other. */
export const WarehouseState = z
  .object({
    state: z.enum(['running', 'stopped']).describe('A stopped one starts by itself with the next call that needs it'),
    startedAt: instant.nullable(),
    memoryBytes: z.int().nullable().describe('Resident memory'),
    memoryLimit: z.string().nullable().describe('Of tables and results, as DuckDB spells it; more goes to disk'),
    threads: z.int().nullable(),
    calls: z.int().describe('Calls under way, such as those of a load'),
    heldBy: z.array(z.string()).describe('What keeps it from being stopped between two calls, such as a load'),
    idleStopSeconds: z.number().nullable().describe('It stops by itself after so long without a call'),
    note: z.string().nullable().describe('What start and stop cannot do here, and what can be done in their place'),
  })
  .meta({ id: 'WarehouseState' });
export type WarehouseState = z.infer<typeof WarehouseState>;

export const QueryProcess = z.object({
  mine: z.boolean().describe('Whether it serves whoever asks'),
  queryId: QueryId.nullable().describe('Of the query that it runs now, where it is mine'),
  running: z.boolean(),
  loadId: LoadId.nullable().describe(
    'The load of the project whose snapshot it reads; null where it reads only what others share',
  ),
  startedAt: instant,
  memoryBytes: z.int().nullable().describe('Resident memory; null where the system does not tell'),
});

export const Compute = z
  .object({
    warehouse: WarehouseState,
    queries: z.object({
      sandbox: z.object({
        kind: z.enum(['bubblewrap', 'process']),
        reason: z.string().nullable().describe('Why there is less around the processes of queries than there could be'),
      }),
      processes: z.array(QueryProcess),
    }),
  })
  .meta({ id: 'Compute' });
export type Compute = z.infer<typeof Compute>;

export const getCompute = operation({
  id: 'getCompute',
  method: 'GET',
  path: '/projects/:projectId/compute',
  summary: 'The processes of a project: its warehouse, and those that run queries',
  tag: 'Compute',
  access: 'project',
  params: InProject,
  status: 200,
  response: Compute,
});

export const startWarehouse = operation({
  id: 'startWarehouse',
  method: 'POST',
  path: '/projects/:projectId/compute/warehouse/start',
  summary: 'Start the process that owns the warehouse; one that runs stays as it is',
  tag: 'Compute',
  access: 'project',
  params: InProject,
  refuses: ['conflict', 'unavailable'],
  status: 200,
  response: WarehouseState,
});

export const stopWarehouse = operation({
  id: 'stopWarehouse',
  method: 'POST',
  path: '/projects/:projectId/compute/warehouse/stop',
  summary:
    'Stop the process that owns the warehouse, unless it is at work or a load needs it; the next call that needs it starts it',
  tag: 'Compute',
  access: 'project',
  params: InProject,
  refuses: ['conflict'],
  status: 200,
  response: WarehouseState,
});
