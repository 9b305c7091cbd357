import { type Kysely, sql } from 'kysely';
import { audited } from '../audited.ts';

/** When the identity provider last said which groups a user is in; that it said so again is no event. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  await sql`alter table tandem.users add column groups_told_at timestamptz`.execute(db);
  await sql`update tandem.users set groups_told_at = signed_in_at where issuer is not null`.execute(db);
  await sql`drop trigger audit_changes on tandem.users`.execute(db);
  await audited(db, 'users', { quiet: ['signed_in_at', 'groups_told_at'] });
}
