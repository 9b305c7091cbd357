import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

const now = 'timestamptz';

/** Everything that the flow from files to forecasts records. Nested values are jsonb: they are read whole. */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  const table = (name: string) => db.schema.withSchema('tandem').createTable(name);
  const record = (name: string) =>
    table(name)
      .addColumn('id', 'text', (it) => it.primaryKey())
      .addColumn('created_at', now, (it) => it.notNull());
  const inProject = (name: string) =>
    record(name).addColumn('project_id', 'text', (it) => it.notNull().references('tandem.projects.id'));

  await record('domains')
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('region', 'text', (it) => it.notNull())
    .addColumn('portal_url', 'text', (it) => it.notNull())
    .addUniqueConstraint('domains_name_key', ['name'])
    .execute();
  await record('project_profiles')
    .addColumn('domain_id', 'text', (it) => it.notNull().references('tandem.domains.id'))
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('blueprints', 'jsonb', (it) => it.notNull())
    .addUniqueConstraint('project_profiles_name_key', ['domain_id', 'name'])
    .execute();
  await record('projects')
    .addColumn('domain_id', 'text', (it) => it.notNull().references('tandem.domains.id'))
    .addColumn('profile_id', 'text', (it) => it.notNull().references('tandem.project_profiles.id'))
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('catalog_name', 'text', (it) => it.notNull())
    .addColumn('state', 'text', (it) => it.notNull())
    .addColumn('steps', 'jsonb', (it) => it.notNull())
    .addColumn('error', 'jsonb')
    .addUniqueConstraint('projects_name_key', ['domain_id', 'name'])
    .addUniqueConstraint('projects_catalog_name_key', ['domain_id', 'catalog_name'])
    .execute();
  await inProject('uploads')
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('bytes', 'bigint', (it) => it.notNull())
    .addColumn('sha256', 'text', (it) => it.notNull())
    .addColumn('source', 'text')
    .execute();
  await job(inProject('loads'))
    .addColumn('upload_ids', 'jsonb', (it) => it.notNull())
    .addColumn('max_reject_share', 'double precision', (it) => it.notNull())
    .addColumn('report', 'jsonb')
    .execute();
  await table('rejects')
    .addColumn('load_id', 'text', (it) => it.notNull().references('tandem.loads.id'))
    .addColumn('position', 'integer', (it) => it.notNull())
    .addColumn('file', 'text', (it) => it.notNull())
    .addColumn('line', 'bigint', (it) => it.notNull())
    .addColumn('column', 'text', (it) => it.notNull())
    .addColumn('value', 'text', (it) => it.notNull())
    .addColumn('reason', 'text', (it) => it.notNull())
    .addColumn('mend', 'text', (it) => it.notNull())
    .addPrimaryKeyConstraint('rejects_pkey', ['load_id', 'position'])
    .execute();
  await job(inProject('training_runs'))
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('job', 'jsonb', (it) => it.notNull())
    .addColumn('report', 'jsonb')
    .execute();
  await table('training_run_log')
    .addColumn('training_run_id', 'text', (it) => it.notNull().references('tandem.training_runs.id'))
    .addColumn('position', 'bigint', (it) => it.generatedAlwaysAsIdentity())
    .addColumn('at', now, (it) => it.notNull())
    .addColumn('text', 'text', (it) => it.notNull())
    .addPrimaryKeyConstraint('training_run_log_pkey', ['training_run_id', 'position'])
    .execute();
  await inProject('models')
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('version', 'integer', (it) => it.notNull())
    .addColumn('training_run_id', 'text', (it) => it.notNull().references('tandem.training_runs.id'))
    .addColumn('test', 'jsonb', (it) => it.notNull())
    .addColumn('improvement', 'double precision')
    .addUniqueConstraint('models_version_key', ['project_id', 'name', 'version'])
    .execute();
  await inProject('endpoints')
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('model_id', 'text', (it) => it.notNull().references('tandem.models.id'))
    .addColumn('state', 'text', (it) => it.notNull())
    .addColumn('error', 'jsonb')
    .addColumn('requests', 'bigint', (it) => it.notNull())
    .addColumn('last_request_at', now)
    .addUniqueConstraint('endpoints_name_key', ['project_id', 'name'])
    .execute();
  await job(inProject('batch_forecasts'))
    .addColumn('model_id', 'text', (it) => it.notNull().references('tandem.models.id'))
    .addColumn('horizon', 'integer', (it) => it.notNull())
    .addColumn('items', 'integer')
    .addColumn('rows', 'bigint')
    .addColumn('cutoff', 'text')
    .execute();
  for (const name of ['uploads', 'loads', 'training_runs', 'models', 'batch_forecasts']) {
    await sql`create index ${sql.raw(`${name}_of_project`)} on ${sql.raw(`tandem.${name}`)} (project_id, id desc)`.execute(
      db,
    );
  }
  for (const name of ['loads', 'training_runs', 'batch_forecasts']) {
    await sql`create index ${sql.raw(`${name}_open`)} on ${sql.raw(`tandem.${name}`)} (id) where state in ('queued', 'running')`.execute(
      db,
    );
  }

  // Secrets are kept as SHA-256 of 256 random bits: who reads these tables can use none of them.
  await table('sign_in_links')
    .addColumn('secret_hash', 'text', (it) => it.primaryKey())
    .addColumn('expires_at', now, (it) => it.notNull())
    .addColumn('used_at', now)
    .execute();
  await table('sessions')
    .addColumn('hash', 'text', (it) => it.primaryKey())
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('created_at', now, (it) => it.notNull())
    .addColumn('expires_at', now, (it) => it.notNull())
    .execute();
  await table('tokens')
    .addColumn('hash', 'text', (it) => it.primaryKey())
    .addColumn('name', 'text', (it) => it.notNull())
    .addColumn('project_id', 'text', (it) => it.notNull().references('tandem.projects.id'))
    .addColumn('created_at', now, (it) => it.notNull())
    .addColumn('expires_at', now, (it) => it.notNull())
    .execute();
}

function job<T extends string, C extends string>(builder: CreateTableBuilder<T, C>) {
  return builder
    .addColumn('state', 'text', (it) => it.notNull())
    .addColumn('progress', 'jsonb')
    .addColumn('error', 'jsonb')
    .addColumn('started_at', now)
    .addColumn('ended_at', now);
}
