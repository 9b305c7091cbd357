import type { Project } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { change, type Keeping } from './collection.ts';
import { schema } from './connect.ts';
import { insertProject } from './identity/owned.ts';
import { countOwned, deleteOwned } from './owned-rows.ts';

export function projects(keeping: Keeping): ControlStore['projects'] {
  const { db } = keeping;
  const all = () => db.withSchema(schema).selectFrom('projects').selectAll();
  return {
    create: (project, ownerId) => insertProject(keeping, { ...project, state: 'provisioning', error: null }, ownerId),
    get: async (id) => (await all().where('id', '=', id).executeTakeFirst()) as Project | undefined,
    list: async () => (await all().orderBy('id').execute()) as unknown as Project[],
    update: (id, fields, states) => change<Project>(keeping, 'projects', id, fields, states),
    rows: (id) => countOwned(db, 'projects', id),
    deleteRows: (id) => db.transaction().execute((trx) => deleteOwned(trx, 'projects', id)),
  };
}
