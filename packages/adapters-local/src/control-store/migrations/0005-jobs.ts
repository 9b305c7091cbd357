import { type Kysely, sql } from 'kysely';

const now = 'timestamptz';

/** Leases, the ledger of effects, the log of each job, those that were given up; and who waits for a job. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  const table = (name: string) =>
    db.schema
      .withSchema('tandem')
      .createTable(name)
      .addColumn('job_id', 'text', (it) => it.notNull())
      .addColumn('project_id', 'text', (it) => it.notNull().references('tandem.projects.id').onDelete('cascade'));

  await table('job_leases')
    .addColumn('token', 'bigint', (it) => it.notNull())
    .addColumn('attempts', 'integer', (it) => it.notNull())
    .addColumn('claimed_at', now, (it) => it.notNull())
    .addPrimaryKeyConstraint('job_leases_pkey', ['job_id'])
    .execute();
  await table('job_effects')
    .addColumn('effect', 'text', (it) => it.notNull())
    .addColumn('token', 'bigint', (it) => it.notNull())
    .addColumn('at', now, (it) => it.notNull())
    .addPrimaryKeyConstraint('job_effects_pkey', ['job_id', 'effect'])
    .execute();
  await table('dead_jobs')
    .addColumn('kind', 'text', (it) => it.notNull())
    .addColumn('attempts', 'integer', (it) => it.notNull())
    .addColumn('error', 'jsonb', (it) => it.notNull())
    .addColumn('died_at', now, (it) => it.notNull())
    .addPrimaryKeyConstraint('dead_jobs_pkey', ['job_id'])
    .execute();
  await table('job_log')
    .addColumn('position', 'bigint', (it) => it.generatedAlwaysAsIdentity())
    .addColumn('at', now, (it) => it.notNull())
    .addColumn('text', 'text', (it) => it.notNull())
    .addPrimaryKeyConstraint('job_log_pkey', ['job_id', 'position'])
    .execute();
  await sql`insert into tandem.job_log (job_id, project_id, at, text)
    select l.training_run_id, r.project_id, l.at, l.text
    from tandem.training_run_log l join tandem.training_runs r on r.id = l.training_run_id
    order by l.position`.execute(db);
  await db.schema.withSchema('tandem').dropTable('training_run_log').execute();
  for (const name of ['loads', 'training_runs', 'batch_forecasts']) {
    await db.schema
      .withSchema('tandem')
      .alterTable(name)
      .addColumn('priority', 'text', (it) => it.notNull().defaultTo('interactive'))
      .execute();
  }
}
