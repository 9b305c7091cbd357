import { z } from 'zod';
import { QueryId } from './compute.ts';
import { LoadId } from './loads.ts';
import { operation } from './operation.ts';
import { InProject } from './projects.ts';
import { Cell } from './tables.ts';

/** What one query may ask for and give; what it gives beyond is cut off and said. */
export const queryLimits = {
  textBytes: 64 * 1024,
  rows: 10_000,
  columns: 1_000,
  /** Columns times rows: whoever shows or reads an answer holds all of it at once. */
  cells: 500_000,
  bytes: 50_000_000,
  deadlineMs: 30_000,
} as const;

export const NewQuery = z
  .strictObject({ sql: z.string().min(1).max(queryLimits.textBytes).describe('One SELECT, of at most 64 kB') })
  .meta({ id: 'NewQuery' });
export type NewQuery = z.input<typeof NewQuery>;

export const QueryReply = z
  .object({
    loadId: LoadId.nullable().describe(
      'The load of the project whose snapshot was read; null where it has loaded nothing, and reads what others share',
    ),
    columns: z
      .array(z.object({ name: z.string(), type: z.string().describe('As DuckDB spells it') }))
      .describe('At most 1,000; a query of more is refused'),
    rows: z
      .array(z.array(Cell))
      .describe('In the order of the columns. Numbers of more than 15 digits, dates and nested values are text'),
    truncated: z
      .enum(['rows', 'cells', 'bytes'])
      .nullable()
      .describe('The limit that cut the rows off: 10,000 rows, 500,000 cells (columns times rows) or 50 MB'),
    elapsedMs: z.number(),
  })
  .meta({ id: 'QueryReply' });
export type QueryReply = z.infer<typeof QueryReply>;

export const createQuery = operation({
  id: 'createQuery',
  method: 'POST',
  path: '/projects/:projectId/queries',
  summary: 'Run one SELECT over the tables as the last load left them; closing the connection cancels it',
  tag: 'SQL',
  access: 'project',
  right: 'read',
  params: InProject,
  body: NewQuery,
  refuses: ['conflict', 'rejected', 'unavailable'],
  status: 200,
  response: QueryReply,
  isRead: true,
});

export const cancelQuery = operation({
  id: 'cancelQuery',
  method: 'POST',
  path: '/projects/:projectId/queries/:queryId/cancel',
  summary: 'End a query of your own that runs; the compute of the project names it',
  tag: 'SQL',
  access: 'project',
  right: 'read',
  params: InProject.extend({ queryId: QueryId }),
  status: 204,
  response: z.null(),
});
