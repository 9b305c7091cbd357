import type { Kysely } from 'kysely';

/** Loads that only plan, and loads that bring an earlier one back. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  await db.schema
    .withSchema('tandem')
    .alterTable('loads')
    .addColumn('kind', 'text', (it) => it.notNull().defaultTo('load'))
    .addColumn('reverts_to', 'text', (it) => it.references('tandem.loads.id'))
    .execute();
}
