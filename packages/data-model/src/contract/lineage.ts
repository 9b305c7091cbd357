import { z } from 'zod';
import { LoadId } from './loads.ts';
import { operation } from './operation.ts';
import { InProject } from './projects.ts';
import { Cell } from './tables.ts';

export const TableLineage = z
  .object({
    name: z.string(),
    kind: z.enum(['dimension', 'fact']),
    sources: z.array(z.string()).describe('The sources that feed it'),
    columns: z.array(
      z.object({
        name: z.string(),
        from: z.array(
          z.object({
            source: z.string(),
            column: z.string(),
            how: z.enum(['copied', 'looked-up', 'derived']),
            through: z.string().nullable().describe('The dimension that is looked up'),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'TableLineage' });

export const getLineage = operation({
  id: 'getLineage',
  method: 'GET',
  path: '/projects/:projectId/lineage',
  summary: 'Which columns of which sources each column of the star is made of',
  tag: 'Tables',
  access: 'project',
  params: InProject,
  status: 200,
  response: z.object({ tables: z.array(TableLineage) }),
});

/** A row of the star, and the record of a file that last wrote it. */
export const RowOrigin = z
  .object({
    table: z.string(),
    columns: z.array(z.string()),
    row: z.array(Cell),
    written: z
      .object({
        loadId: LoadId,
        file: z.string(),
        line: z.int().describe('Physical line, the header being line 1'),
        uploadId: z.string().nullable(),
        sha256: z.string().nullable(),
      })
      .nullable()
      .describe('Null where the load that wrote it kept no record of its lines'),
  })
  .meta({ id: 'RowOrigin' });
export type RowOrigin = z.infer<typeof RowOrigin>;

export const getRowOrigin = operation({
  id: 'getRowOrigin',
  method: 'GET',
  path: '/projects/:projectId/tables/:table/origin',
  summary: 'The file and line that last wrote a row',
  tag: 'Tables',
  access: 'project',
  params: InProject.extend({ table: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/) }),
  query: z.strictObject({
    key: z
      .string()
      .min(1)
      .max(1_000)
      .describe(
        'Values of the key, in its order, separated by commas; a day may be given for its key: 1,2024-01-02. Of a row with versions, its current one, unless the first day of one follows',
      ),
  }),
  status: 200,
  refuses: ['conflict', 'unavailable'],
  response: RowOrigin,
});
