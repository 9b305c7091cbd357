import { z } from 'zod';
import { instant, operation } from './operation.ts';
import { InProject } from './projects.ts';
import { Upload } from './uploads.ts';

/** Of a connection that people made; one that the profile provisions has its name for an id. */
export const ConnectionId = z
  .string()
  .regex(/^con_[0-9a-f]{32}$|^project\.[a-z0-9-]{1,40}$/, 'an id such as con_0198c6d2…, or a name such as project.sql')
  .meta({ description: 'Id of a connection', examples: ['con_0198c6d2a1b47c3d8e9f0a1b2c3d4e5f'] });

const word = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}+$/u, 'text without control characters');

/** A name as people give it; those that begin with `project.` belong to what a profile provisions. */
const ConnectionName = z
  .string()
  .trim()
  .regex(
    /^(?!project\.)[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}$/,
    'letters, digits, space, _, . and -, at most 64, not beginning with project.',
  )
  .meta({ examples: ['shop'] });

export const tlsModes = {
  'verify-full': 'encrypted, and the certificate must be good and of this host',
  require: 'encrypted, whoever it is: somebody on the way could read the password',
  disable: 'in the clear',
} as const;

/** Where a PostgreSQL is, and as whom it is opened. */
export const PostgresSettings = z
  .strictObject({
    host: z
      .string()
      .regex(/^(?=.*[A-Za-z0-9])[A-Za-z0-9_.:-]{1,253}$/, 'a host name or an address, as in db.example.com')
      .meta({ description: 'Name or address; the operator says which may be reached', examples: ['db.example.com'] }),
    port: z.int().min(1).max(65_535).default(5432),
    database: word(63).meta({ examples: ['shop'] }),
    user: word(63)
      .describe('A user who may only read is enough, and best')
      .meta({ examples: ['reader'] }),
    tls: z
      .enum(Object.keys(tlsModes) as [keyof typeof tlsModes])
      .default('verify-full')
      .describe(
        Object.entries(tlsModes)
          .map(([mode, says]) => `${mode}: ${says}`)
          .join('; '),
      ),
  })
  .meta({ id: 'PostgresSettings' });
export type PostgresSettings = z.infer<typeof PostgresSettings>;

/** A named way from a project to what keeps or computes something for it. What is secret of it is never given back. */
export const Connection = z
  .object({
    id: ConnectionId,
    name: z
      .string()
      .describe('Of what a profile provisions the same in every project that has it, e.g. project.redshift'),
    kind: z.enum(['duckdb', 'redshift', 'disk', 's3', 'snapshot', 'forecasts', 'postgresql']),
    madeBy: z.enum(['profile', 'people']).describe('profile: it follows from the project, and cannot be changed'),
    state: z
      .enum(['ready', 'resting', 'empty', 'missing', 'away', 'untested'])
      .describe(
        'resting: starts with its next call; empty: nothing to work with yet; missing: the profile lacks it; away: does not answer; untested: nobody has tried since it was made or changed. Of what people made as its last test found it',
      ),
    detail: z.string().describe('The state for a person, with the next step where one is needed'),
    operations: z.array(z.string()).describe('Operations of this API that work through it'),
    settings: PostgresSettings.nullable().describe('null of what a profile provisions'),
    testedAt: instant.nullable(),
    createdAt: instant.nullable(),
    changedAt: instant.nullable(),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof Connection>;

const password = z
  .string()
  .min(1)
  .max(1_024)
  .describe('Kept encrypted, and never given back')
  .meta({ examples: ['what-opens-it'] });

export const NewConnection = PostgresSettings.extend({
  name: ConnectionName,
  kind: z.literal('postgresql').default('postgresql'),
  password,
}).meta({ id: 'NewConnection' });
export type NewConnection = z.infer<typeof NewConnection>;

export const ConnectionChange = PostgresSettings.extend({
  name: ConnectionName,
  password: password
    .optional()
    .describe('Left out, the present one stays; it is needed for another host or port, or for less TLS'),
}).meta({ id: 'ConnectionChange' });
export type ConnectionChange = z.infer<typeof ConnectionChange>;

/** A table or view of a database outside. */
export const RemoteTable = z
  .object({
    schema: z.string(),
    name: z.string(),
    kind: z.enum(['table', 'view']),
    rows: z.number().nullable().describe("As the server's statistics estimate; null where it has none"),
  })
  .meta({ id: 'RemoteTable' });
export type RemoteTable = z.infer<typeof RemoteTable>;

export const ConnectionTest = z
  .object({
    serverVersion: z.string(),
    connectMs: z.number().min(0).describe('Until the connection was open'),
    latencyMs: z.number().min(0).describe('Of one query, there and back'),
    testedAt: instant,
  })
  .meta({ id: 'ConnectionTest' });
export type ConnectionTest = z.infer<typeof ConnectionTest>;

/** A table to bring over. */
export const NewImport = z
  .strictObject({
    schema: word(63).default('public'),
    table: word(63)
      .describe('Of a table or view, exactly as `connections tables` names it')
      .meta({ examples: ['sales'] }),
    name: word(255).optional().describe('Of the upload; schema.table.csv where it is not given'),
  })
  .meta({ id: 'NewImport' });
export type NewImport = z.infer<typeof NewImport>;

/** How many tables a list has at most. */
export const mostRemoteTables = 1_000;

const InConnection = InProject.extend({ connectionId: ConnectionId });
const tag = 'Connections';

export const createConnection = operation({
  id: 'createConnection',
  method: 'POST',
  path: '/projects/:projectId/connections',
  summary: 'Add a connection to a PostgreSQL outside, from which tables can be imported',
  tag,
  access: 'project',
  right: 'manage',
  params: InProject,
  body: NewConnection,
  isPersonal: true,
  refuses: ['conflict', 'rejected'],
  status: 201,
  response: Connection,
});

export const listConnections = operation({
  id: 'listConnections',
  method: 'GET',
  path: '/projects/:projectId/connections',
  summary:
    'The connections of a project: warehouse, objects, SQL over the last snapshot, forecasts, and their states now; then those that people made',
  tag,
  access: 'project',
  params: InProject,
  status: 200,
  response: z.object({ connections: z.array(Connection) }),
});

export const getConnection = operation({
  id: 'getConnection',
  method: 'GET',
  path: '/projects/:projectId/connections/:connectionId',
  summary: 'A connection; its ETag is that of its settings, and does not change with its tests',
  tag,
  access: 'project',
  params: InConnection,
  tagged: 'part',
  status: 200,
  response: Connection,
});

export const changeConnection = operation({
  id: 'changeConnection',
  method: 'PUT',
  path: '/projects/:projectId/connections/:connectionId',
  summary: 'Change a connection that people made; the password may be left out to keep it',
  tag,
  access: 'project',
  right: 'manage',
  params: InConnection,
  body: ConnectionChange,
  isPersonal: true,
  conditional: true,
  tagged: 'part',
  refuses: ['conflict', 'rejected'],
  status: 200,
  response: Connection,
});

export const deleteConnection = operation({
  id: 'deleteConnection',
  method: 'DELETE',
  path: '/projects/:projectId/connections/:connectionId',
  summary: 'Delete a connection that people made, with its password; what was imported stays',
  tag,
  access: 'project',
  right: 'manage',
  params: InConnection,
  conditional: true,
  refuses: ['conflict'],
  status: 204,
  response: z.null(),
});

export const testConnection = operation({
  id: 'testConnection',
  method: 'POST',
  path: '/projects/:projectId/connections/:connectionId/test',
  summary: 'Open a connection that people made, ask for its version, and note what came of it',
  tag,
  access: 'project',
  right: 'manage',
  params: InConnection,
  refuses: ['conflict', 'rejected', 'unavailable'],
  status: 200,
  response: ConnectionTest,
});

export const listConnectionTables = operation({
  id: 'listConnectionTables',
  method: 'GET',
  path: '/projects/:projectId/connections/:connectionId/tables',
  summary: 'Tables and views that can be imported from a connection, by schema and name; at most 1,000',
  tag,
  access: 'project',
  right: 'operate',
  params: InConnection,
  query: z.strictObject({ search: z.string().max(63).default('').describe('Part of the name, in any case') }),
  refuses: ['conflict', 'rejected', 'unavailable'],
  status: 200,
  response: z.object({ tables: z.array(RemoteTable), more: z.boolean().describe('Whether there are more than these') }),
});

export const importTable = operation({
  id: 'importTable',
  method: 'POST',
  path: '/projects/:projectId/connections/:connectionId/imports',
  summary: 'Bring a table or view over as an upload, in CSV, which can then be loaded like any other',
  tag,
  access: 'project',
  params: InConnection,
  body: NewImport,
  refuses: ['conflict', 'rejected', 'unavailable'],
  status: 201,
  response: Upload,
});
