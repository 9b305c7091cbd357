import { z } from 'zod';
import { operation } from './operation.ts';
import { InProject } from './projects.ts';

/** A named way from a project to what keeps or computes something for it. None of them takes a secret of a user's. */
export const Connection = z
  .object({
    name: z.string().describe('The same in every project that has it, e.g. project.redshift'),
    kind: z.enum(['duckdb', 'redshift', 'disk', 's3', 'snapshot', 'forecasts']),
    state: z
      .enum(['ready', 'resting', 'empty', 'missing', 'away'])
      .describe(
        'resting: starts with its next call; empty: nothing to work with yet; missing: the profile lacks it; away: does not answer',
      ),
    detail: z.string().describe('The state for a person, with the next step where one is needed'),
    operations: z.array(z.string()).describe('Operations of this API that work through it'),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof Connection>;

export const listConnections = operation({
  id: 'listConnections',
  method: 'GET',
  path: '/projects/:projectId/connections',
  summary:
    'The connections of a project: warehouse, objects, SQL over the last snapshot, forecasts; and their states now',
  tag: 'Compute',
  access: 'project',
  params: InProject,
  status: 200,
  response: z.object({ connections: z.array(Connection) }),
});
