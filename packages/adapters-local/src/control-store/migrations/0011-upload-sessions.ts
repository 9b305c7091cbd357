import { type Kysely, sql } from 'kysely';
import { audited } from '../audited.ts';

/** Files that come in parts. Which parts have come is seen in the object store. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  await sql`
    create table tandem.upload_sessions (
      id text primary key,
      project_id text not null references tandem.projects (id),
      name text not null,
      bytes bigint not null,
      sha256 text not null,
      part_bytes bigint not null,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index upload_sessions_of_project on tandem.upload_sessions (project_id, id)`.execute(db);
  await sql`create index upload_sessions_expire on tandem.upload_sessions (expires_at)`.execute(db);
  await sql`
    create trigger refuse_deleting before insert on tandem.upload_sessions
      for each row execute function tandem.refuse_deleting()`.execute(db);
  await audited(db, 'upload_sessions');
}
