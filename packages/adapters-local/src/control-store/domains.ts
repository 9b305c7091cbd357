import { Conflict } from '@tandem/data-model';
import type { Domain } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { change, type Keeping } from './collection.ts';
import { schema } from './connect.ts';
import { insertDomain } from './identity/owned.ts';
import { deleteWhereNowhere } from './identity/users.ts';
import { countOwned, deleteOwned } from './owned-rows.ts';

export function domains(keeping: Keeping): ControlStore['domains'] {
  const { db } = keeping;
  return {
    create: (domain, ownerId) => insertDomain(keeping, domain, ownerId),
    list: async () =>
      (await db.withSchema(schema).selectFrom('domains').selectAll().orderBy('id').execute()) as unknown as Domain[],
    rename: (id, name) => change<Domain>(keeping, 'domains', id, { name }),
    rows: (id) => countOwned(db, 'domains', id),
    delete: (id) =>
      db.transaction().execute(async (trx) => {
        const tables = trx.withSchema(schema);
        // Who makes a project meanwhile waits for this lock, and then finds no domain.
        await tables.selectFrom('domains').select('id').where('id', '=', id).forUpdate().execute();
        const { count } = await tables
          .selectFrom('projects')
          .select((it) => it.fn.countAll<number>().as('count'))
          .where('domainId', '=', id)
          .executeTakeFirstOrThrow();
        if (count > 0) throw new Conflict('The domain has projects.', 'Delete its projects first.');
        const users = await tables.selectFrom('domainUsers').select('userId').where('domainId', '=', id).execute();
        await deleteOwned(trx, 'domains', id);
        for (const { userId } of users) await deleteWhereNowhere(trx, userId as string);
      }),
  };
}
