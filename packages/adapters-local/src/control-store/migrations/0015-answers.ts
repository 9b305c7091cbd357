import { type Kysely, sql } from 'kysely';

/** Who answers for the token of a service, and for what it asks of other projects. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  for (const statement of answers) await statement.execute(db);
}

// No reference to users: whoever made a token answers for it also when they are gone.
const answers = [
  sql`alter table tandem.tokens add column maker_id text`,
  // The audit log knows who made the tokens there are, by what it tells tokens apart by.
  sql`
    update tandem.tokens t set maker_id = e.actor_id from tandem.audit_events e
    where t.user_id is null and e.subject_kind = 'token' and e.payload::jsonb ->> 'action' = 'created'
      and e.subject_id = left(encode(sha256(convert_to('audit ' || t.hash, 'UTF8')), 'hex'), 32)
      and exists (select from tandem.users u where u.id = e.actor_id)`,
  sql`
    alter table tandem.subscription_requests add column requester_service_id text, add column requester_service text`,
];
