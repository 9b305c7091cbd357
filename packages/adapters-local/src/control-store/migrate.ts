import { Unavailable } from '@tandem/data-model';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { type Database, schema } from './connect.ts';
import * as first from './migrations/0001-first-flow.ts';
import * as stars from './migrations/0002-stars.ts';
import * as kindsOfLoads from './migrations/0003-kinds-of-loads.ts';
import * as people from './migrations/0004-people.ts';
import * as jobs from './migrations/0005-jobs.ts';
import * as keptReplies from './migrations/0006-kept-replies.ts';
import * as lifeCycles from './migrations/0007-life-cycles.ts';
import * as audit from './migrations/0008-audit.ts';
import * as identityProvider from './migrations/0009-identity-provider.ts';
import * as sharing from './migrations/0010-sharing.ts';
import * as uploadSessions from './migrations/0011-upload-sessions.ts';
import * as toldGroups from './migrations/0012-told-groups.ts';
import * as workflows from './migrations/0013-workflows.ts';
import * as connections from './migrations/0014-connections.ts';
import * as answers from './migrations/0015-answers.ts';
import * as roomForSteps from './migrations/0016-room-for-steps.ts';

/** Numbered, never edited once released: a database remembers by name which it has seen. */
const migrations: Record<string, Migration> = {
  '0001-first-flow': first,
  '0002-stars': stars,
  '0003-kinds-of-loads': kindsOfLoads,
  '0004-people': people,
  '0009-identity-provider': identityProvider,
  '0011-upload-sessions': uploadSessions,
  '0008-audit': audit,
  '0005-jobs': jobs,
  '0006-kept-replies': keptReplies,
  '0007-life-cycles': lifeCycles,
  '0012-told-groups': toldGroups,
  '0010-sharing': sharing,
  '0013-workflows': workflows,
  '0014-connections': connections,
  '0015-answers': answers,
  '0016-room-for-steps': roomForSteps,
};

/** In the order in which they are done. */
export const migrationNames: readonly string[] = Object.keys(migrations).sort();

const oldest = 150_000;

/** Brings the schema up to date, or to the migration named `to`. Several processes may do so at once: the migrator holds an advisory lock. */
export async function migrate(db: Database, address: string, to?: string): Promise<void> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version_num') as version`.execute(db);
  if (Number(rows[0]?.version) < oldest) {
    throw new Unavailable(
      `The database at ${address} is PostgreSQL ${Math.floor(Number(rows[0]?.version) / 10_000)}; 15 is the oldest that works.`,
      'Give the address of a newer one in DATABASE_URL, or none, to use the embedded one.',
    );
  }
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: schema,
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
  const { error } = await (to === undefined ? migrator.migrateToLatest() : migrator.migrateTo(to));
  if (!error) return;
  throw new Unavailable(
    `The schema "${schema}" of the database at ${address} could not be brought up to date: ${(error as Error).message}.`,
    'If a newer version of Tandem has used this database, start that version; else restore a backup.',
    { cause: error },
  );
}
