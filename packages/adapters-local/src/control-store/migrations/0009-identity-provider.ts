import { type Kysely, sql } from 'kysely';
import { type Audited, audited } from '../audited.ts';

/** Tables that are older than the audit log, or came beside it. */
const tables: Readonly<Record<string, Audited>> = {
  users: { quiet: ['signed_in_at'] },
  domain_users: { key: ['domain_id', 'user_id'] },
  groups: {},
  group_users: { key: ['group_id', 'user_id'] },
  domain_units: {},
  grants: {},
  dead_jobs: { key: ['job_id'] },
  project_profile_versions: { key: ['profile_id', 'version'] },
  teardowns: { quiet: ['steps'] },
  glossary_terms: {},
  entry_terms: { key: ['project_id', 'entry', 'term_id'] },
};

/** Who a user is elsewhere, which sessions were opened by a link, and which groups somebody else fills; and changes of people and of dead jobs are written down. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  await sql`alter table tandem.users add column issuer text, add column subject text,
    add unique (issuer, subject), add check (num_nonnulls(issuer, subject) <> 1)`.execute(db);
  await sql`alter table tandem.sessions add column by_link boolean not null default false`.execute(db);
  await sql`alter table tandem.groups add column external_name text`.execute(db);
  for (const [table, how] of Object.entries(tables)) await audited(db, table, how);
  await sql`create index groups_external_name on tandem.groups (external_name)`.execute(db);
}
