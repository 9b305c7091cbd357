import { type Kysely, sql } from 'kysely';

/** Who a user is elsewhere, and which groups somebody else fills. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  await sql`alter table tandem.users add column issuer text, add column subject text,
    add unique (issuer, subject), add check (num_nonnulls(issuer, subject) <> 1)`.execute(db);
  await sql`alter table tandem.groups add column external_name text`.execute(db);
  await sql`create index groups_external_name on tandem.groups (external_name)`.execute(db);
}
