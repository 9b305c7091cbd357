import type { Kysely } from 'kysely';

/** Replies to calls that came with an Idempotency-Key, encrypted by what only their caller has. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  await db.schema
    .withSchema('tandem')
    .createTable('kept_replies')
    .addColumn('id', 'text', (it) => it.primaryKey())
    .addColumn('request_hash', 'text', (it) => it.notNull())
    .addColumn('owner', 'text', (it) => it.notNull())
    .addColumn('claimed_until', 'timestamptz', (it) => it.notNull())
    .addColumn('reply', 'bytea')
    .addColumn('created_at', 'timestamptz', (it) => it.notNull())
    .execute();
  await db.schema
    .withSchema('tandem')
    .createIndex('kept_replies_created_at')
    .on('kept_replies')
    .column('created_at')
    .execute();
}
