import type { Project } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { change, insert, type Keeping } from './collection.ts';
import { schema } from './connect.ts';
import { countOwned, deleteOwned } from './owned-rows.ts';

export function projects(keeping: Keeping): ControlStore['projects'] {
  const { db } = keeping;
  const all = () => db.withSchema(schema).selectFrom('projects').selectAll();
  return {
    create: (project) =>
      insert<Project>(keeping, 'projects', 'prj', { ...project, state: 'provisioning', error: null }),
    get: async (id) => (await all().where('id', '=', id).executeTakeFirst()) as Project | undefined,
    list: async () => (await all().orderBy('id').execute()) as unknown as Project[],
    update: (id, fields, states) => change<Project>(keeping, 'projects', id, fields, states),
    rows: (id) => countOwned(db, 'projects', id),
    deleteRows: (id) => db.transaction().execute((trx) => deleteOwned(trx, 'projects', id)),
  };
}
