import type { Kysely } from 'kysely';

/** The star of a project, where it has one of its own; json, not jsonb, keeps its parts in the order of its author. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  await db.schema
    .withSchema('tandem')
    .createTable('stars')
    .addColumn('project_id', 'text', (it) => it.primaryKey().references('tandem.projects.id'))
    .addColumn('definition', 'json', (it) => it.notNull())
    .addColumn('changed_at', 'timestamptz', (it) => it.notNull())
    .execute();
}
