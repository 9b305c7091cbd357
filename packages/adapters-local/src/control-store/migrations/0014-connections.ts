import { type Kysely, sql } from 'kysely';
import { audited } from '../audited.ts';

/** Connections that people make; the audit log withholds what has `password` in its name. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  await sql`
    create table tandem.connections (
      id text primary key,
      project_id text not null references tandem.projects (id),
      name text not null,
      kind text not null,
      settings jsonb not null,
      sealed_password text not null,
      state text not null,
      detail text not null,
      tested_at timestamptz,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      constraint connections_name_key unique (project_id, name)
    )`.execute(db);
  await sql`
    create trigger refuse_deleting before insert on tandem.connections
      for each row execute function tandem.refuse_deleting()`.execute(db);
  await audited(db, 'connections', { quiet: ['state', 'detail', 'tested_at'] });
}
