import { z } from 'zod';
import { Load, LoadId } from './loads.ts';
import { operation } from './operation.ts';
import { InProject } from './projects.ts';
import { Cell } from './tables.ts';

/** What changed in a table from one load to another, by key. */
export const TableDifference = z
  .object({
    name: z.string(),
    added: z.int(),
    changed: z.int(),
    removed: z.int(),
    columns: z.array(z.string()),
    rows: z
      .array(
        z.object({
          change: z.enum(['added', 'changed', 'removed']),
          before: z.array(Cell).nullable().describe('Null where the row was added'),
          after: z.array(Cell).nullable().describe('Null where the row was removed'),
        }),
      )
      .describe('The first differing rows, in key order'),
  })
  .meta({ id: 'TableDifference' });
export type TableDifference = z.infer<typeof TableDifference>;

export const LoadComparison = z
  .object({ loadId: LoadId, otherLoadId: LoadId, tables: z.array(TableDifference) })
  .meta({ id: 'LoadComparison' });
export type LoadComparison = z.infer<typeof LoadComparison>;

const ByLoad = InProject.extend({ loadId: LoadId });

export const compareLoads = operation({
  id: 'compareLoads',
  method: 'GET',
  path: '/projects/:projectId/loads/:loadId/comparison/:otherLoadId',
  summary: 'What changed in each table from one load to another, by the snapshots that they published',
  tag: 'Loads',
  access: 'project',
  params: ByLoad.extend({ otherLoadId: LoadId }),
  query: z.strictObject({
    limit: z.coerce.number().int().min(0).max(200).default(20).describe('Differing rows of each table'),
  }),
  refuses: ['conflict', 'unavailable'],
  status: 200,
  response: LoadComparison,
});

export const revertLoad = operation({
  id: 'revertLoad',
  method: 'POST',
  path: '/projects/:projectId/loads/:loadId/revert',
  summary: 'Bring the tables back to what they were after a load; this is a load too, and can be reverted',
  tag: 'Loads',
  access: 'project',
  params: ByLoad,
  refuses: ['conflict'],
  status: 202,
  response: Load,
});
