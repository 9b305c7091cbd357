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
      expires_at timestamptz not null,
      claim text,
      claimed_until timestamptz
    )`.execute(db);
  await sql`create index upload_sessions_of_project on tandem.upload_sessions (project_id, id)`.execute(db);
  await sql`create index upload_sessions_expire on tandem.upload_sessions (expires_at)`.execute(db);
  await sql`
    create trigger refuse_deleting before insert on tandem.upload_sessions
      for each row execute function tandem.refuse_deleting()`.execute(db);
  // What was announced counts as uploaded until it is, or has expired.
  await sql`
    create or replace function tandem.uploaded_bytes(of_project text, at timestamptz)
      returns numeric language sql stable as $$
      select coalesce(sum(bytes), 0) from (
        select bytes from tandem.uploads where project_id = of_project
        union all
        select bytes from tandem.upload_sessions where project_id = of_project and expires_at > at) it
    $$`.execute(db);
  await sql`
    create trigger require_quota before insert on tandem.upload_sessions
      for each row execute function tandem.require_quota('uploaded-bytes')`.execute(db);
  await audited(db, 'upload_sessions', { quiet: ['claim', 'claimed_until'] });
}
