import { type Kysely, sql } from 'kysely';
import { newId } from '../new-id.ts';

const now = 'timestamptz';

/**
 * Users and what they may. The administrator of the installation, until now whoever had a session, becomes a user and
 * owns every domain; sessions and links, which were nobody's, end.
 */
export async function up(db: Kysely<Record<string, Record<string, unknown>>>): Promise<void> {
  const table = (name: string) => db.schema.withSchema('tandem').createTable(name);
  const record = (name: string) =>
    table(name)
      .addColumn('id', 'text', (it) => it.primaryKey())
      .addColumn('created_at', now, (it) => it.notNull());

  await record('users')
    .addColumn('name', 'text', (it) => it.notNull().unique())
    .addColumn('display_name', 'text', (it) => it.notNull())
    .addColumn('is_administrator', 'boolean', (it) => it.notNull().defaultTo(false))
    .addColumn('password_hash', 'text')
    .addColumn('signed_in_at', now)
    .addColumn('disabled_at', now)
    .execute();
  await table('domain_users')
    .addColumn('domain_id', 'text', (it) => it.notNull().references('tandem.domains.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (it) => it.notNull().references('tandem.users.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('domain_users_pkey', ['domain_id', 'user_id'])
    .execute();
  await record('groups')
    .addColumn('domain_id', 'text', (it) => it.notNull().references('tandem.domains.id').onDelete('cascade'))
    .addColumn('name', 'text', (it) => it.notNull())
    .addUniqueConstraint('groups_name_key', ['domain_id', 'name'])
    .execute();
  await table('group_users')
    .addColumn('group_id', 'text', (it) => it.notNull().references('tandem.groups.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (it) => it.notNull().references('tandem.users.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('group_users_pkey', ['group_id', 'user_id'])
    .execute();
  await record('domain_units')
    .addColumn('domain_id', 'text', (it) => it.notNull().references('tandem.domains.id').onDelete('cascade'))
    .addColumn('parent_id', 'text', (it) => it.references('tandem.domain_units.id'))
    .addColumn('name', 'text', (it) => it.notNull())
    .addUniqueConstraint('domain_units_name_key', ['domain_id', 'parent_id', 'name'], (it) => it.nullsNotDistinct())
    .execute();
  await db.schema
    .withSchema('tandem')
    .alterTable('projects')
    .addColumn('domain_unit_id', 'text', (it) => it.references('tandem.domain_units.id'))
    .execute();
  await record('grants')
    .addColumn('domain_id', 'text', (it) => it.notNull().references('tandem.domains.id').onDelete('cascade'))
    .addColumn('domain_unit_id', 'text', (it) => it.references('tandem.domain_units.id').onDelete('cascade'))
    .addColumn('project_id', 'text', (it) => it.references('tandem.projects.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (it) => it.references('tandem.users.id').onDelete('cascade'))
    .addColumn('group_id', 'text', (it) => it.references('tandem.groups.id').onDelete('cascade'))
    .addColumn('role', 'text', (it) => it.notNull())
    .addColumn('persona', 'text')
    .addUniqueConstraint('grants_key', ['domain_id', 'domain_unit_id', 'project_id', 'user_id', 'group_id'], (it) =>
      it.nullsNotDistinct(),
    )
    .addCheckConstraint('grants_of_one', sql`num_nonnulls(user_id, group_id) = 1`)
    .addCheckConstraint('grants_on_one', sql`num_nonnulls(domain_unit_id, project_id) <= 1`)
    .execute();
  for (const column of ['user_id', 'group_id', 'project_id']) {
    await db.schema.withSchema('tandem').createIndex(`grants_${column}`).on('grants').column(column).execute();
  }
  await table('failed_tries')
    .addColumn('key', 'text', (it) => it.primaryKey())
    .addColumn('count', 'integer', (it) => it.notNull())
    .addColumn('at', now, (it) => it.notNull())
    .execute();

  const madeAt = new Date();
  const administrator = newId('usr', madeAt.getTime());
  await sql`insert into tandem.users (id, created_at, name, display_name, is_administrator)
    values (${administrator}, ${madeAt}, 'administrator', 'Administrator', true)`.execute(db);
  const { rows: domains } = await sql<{ id: string }>`select id from tandem.domains`.execute(db);
  for (const { id } of domains) {
    await sql`insert into tandem.domain_users (domain_id, user_id) values (${id}, ${administrator})`.execute(db);
    await sql`insert into tandem.grants (id, created_at, domain_id, user_id, role, persona)
      values (${newId('grt', madeAt.getTime())}, ${madeAt}, ${id}, ${administrator}, 'domain-owner', 'administrator')`.execute(
      db,
    );
  }

  await sql`delete from tandem.sessions`.execute(db);
  await sql`delete from tandem.sign_in_links`.execute(db);
  for (const name of ['sessions', 'sign_in_links']) {
    await sql`alter table ${sql.raw(`tandem.${name}`)}
      add column user_id text not null references tandem.users (id) on delete cascade`.execute(db);
  }
  await sql`alter table tandem.sessions drop column name`.execute(db);
  await sql`alter table tandem.tokens
    add column id text, add column user_id text references tandem.users (id) on delete cascade,
    add column role text, add column scopes jsonb, add column revoked_at timestamptz,
    alter column project_id drop not null`.execute(db);
  const { rows: tokens } = await sql<{ hash: string }>`select hash from tandem.tokens`.execute(db);
  for (const { hash } of tokens) {
    await sql`update tandem.tokens set id = ${newId('tok', madeAt.getTime())}, role = 'project-owner',
      scopes = '["read","operate","curate","manage"]' where hash = ${hash}`.execute(db);
  }
  await sql`alter table tandem.tokens alter column id set not null, alter column scopes set not null,
    add unique (id), add check (num_nonnulls(user_id, role) = 1 and (role is null or project_id is not null))`.execute(
    db,
  );
}
