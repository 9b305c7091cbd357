import { Conflict } from '@tandem/data-model';
import type { ProfileVersion, ProjectProfile } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { change, insert, type Keeping } from './collection.ts';
import { type Database, schema } from './connect.ts';
import { toRow } from './row.ts';

export function projectProfiles(keeping: Keeping): ControlStore['projectProfiles'] {
  const { db, now } = keeping;
  const all = () => db.withSchema(schema).selectFrom('projectProfiles').selectAll();
  const keepVersion = async (trx: Database, { id, version, blueprints }: ProjectProfile, createdAt: string) => {
    const row = toRow({ profileId: id, version, blueprints, createdAt });
    await trx.withSchema(schema).insertInto('projectProfileVersions').values(row).execute();
  };
  const lock = async (trx: Database, id: string) =>
    (await trx
      .withSchema(schema)
      .selectFrom('projectProfiles')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()) as ProjectProfile | undefined;
  return {
    create: (domainId, profile) =>
      db.transaction().execute(async (trx) => {
        const made = await insert<ProjectProfile>({ ...keeping, db: trx }, 'projectProfiles', 'prf', {
          domainId,
          ...profile,
        });
        await keepVersion(trx, made, made.createdAt);
        return made;
      }),
    list: async (domainId) =>
      (await all().where('domainId', '=', domainId).orderBy('id').execute()) as unknown as ProjectProfile[],
    get: async (id) => (await all().where('id', '=', id).executeTakeFirst()) as ProjectProfile | undefined,
    versions: async (id) =>
      (await db
        .withSchema(schema)
        .selectFrom('projectProfileVersions')
        .select(['version', 'blueprints', 'createdAt'])
        .where('profileId', '=', id)
        .orderBy('version', 'desc')
        .execute()) as unknown as ProfileVersion[],
    change: (id, { name, blueprints }) =>
      db.transaction().execute(async (trx) => {
        const before = await lock(trx, id);
        if (!before) return undefined;
        const next = blueprints ? { blueprints, version: before.version + 1 } : {};
        const made = await change<ProjectProfile>({ ...keeping, db: trx }, 'projectProfiles', id, { name, ...next });
        if (made && blueprints) await keepVersion(trx, made, now().toISOString());
        return made;
      }),
    delete: (id) =>
      db.transaction().execute(async (trx) => {
        // Who makes a project of it meanwhile waits for this lock, and then finds no profile.
        await lock(trx, id);
        const tables = trx.withSchema(schema);
        const users = await tables.selectFrom('projects').select('name').where('profileId', '=', id).execute();
        if (users.length > 0) {
          throw new Conflict(
            `Projects use the profile: ${users.map((it) => it.name).join(', ')}.`,
            'Delete those projects first, or keep the profile.',
          );
        }
        await tables.deleteFrom('projectProfileVersions').where('profileId', '=', id).execute();
        await tables.deleteFrom('projectProfiles').where('id', '=', id).execute();
      }),
  };
}
