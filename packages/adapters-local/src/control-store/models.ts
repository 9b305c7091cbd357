import { Conflict } from '@tandem/data-model';
import type { Endpoint, Model } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { sql } from 'kysely';
import { collection, insert, type Keeping, transaction, write } from './collection.ts';
import { schema } from './connect.ts';
import { newId } from './new-id.ts';
import { repeatableId } from './repeatable-id.ts';
import { toRow } from './row.ts';
import { takeBackEntries } from './sharing/listings.ts';

export function models(keeping: Keeping): ControlStore['models'] {
  const { create: _, ...rest } = collection<Model>(keeping, 'models', 'mdl');
  return {
    ...rest,
    create: (model) =>
      transaction(keeping, async (inside) => {
        const { db: trx } = inside;
        // Two calls for one name take turns, so that each gets a version of its own.
        const { projectId, name } = model;
        await sql`select pg_advisory_xact_lock(hashtextextended(${`${projectId}/${name}`}, 0))`.execute(trx);
        const { last } = await trx
          .withSchema(schema)
          .selectFrom('models')
          .select((it) => it.fn.max<number | null>('version').as('last'))
          .where('projectId', '=', projectId)
          .where('name', '=', name)
          .executeTakeFirstOrThrow();
        return insert<Model>(inside, 'models', 'mdl', { ...model, version: (last ?? 0) + 1 });
      }),
  };
}

const nameTaken = 'The project has an endpoint of that name.';

export function endpoints(keeping: Keeping): ControlStore['endpoints'] {
  const { db, now } = keeping;
  const { create: _, ...rest } = collection<Endpoint>(keeping, 'endpoints', 'ept');
  return {
    ...rest,
    async create(endpoint) {
      const repeated = repeatableId('ept');
      const id = repeated ?? newId('ept', now().getTime());
      const row = toRow({ ...endpoint, id, createdAt: now().toISOString() });
      return write(keeping, async ({ db }) => {
        const tables = db.withSchema(schema);
        // A name that is taken must not end the transaction, in which it can still be moved.
        const insertion = tables.insertInto('endpoints').values(row);
        const made = await insertion
          .onConflict((it) => it.doNothing())
          .returningAll()
          .executeTakeFirst();
        if (made) return made as unknown as Endpoint;
        const before = tables.selectFrom('endpoints').selectAll().where('id', '=', id);
        const found = await before.where('projectId', '=', endpoint.projectId).executeTakeFirst();
        if (found) return found as unknown as Endpoint;
        throw new Conflict(nameTaken, 'Choose another name.');
      });
    },
    async byName(projectId, name) {
      const found = db.withSchema(schema).selectFrom('endpoints').selectAll();
      return (await found.where('projectId', '=', projectId).where('name', '=', name).executeTakeFirst()) as
        | Endpoint
        | undefined;
    },
    delete: (id, ending) =>
      transaction(keeping, async (within) => {
        const gone = within.db.withSchema(schema).deleteFrom('endpoints').where('id', '=', id);
        const row = await gone.returning(['projectId', 'name']).executeTakeFirst();
        if (row) await takeBackEntries(within, row.projectId as string, [`endpoint:${row.name}`], ending);
      }),
    async endDeployment(id, modelId, outcome) {
      return write(keeping, async ({ db }) => {
        const waiting = db
          .withSchema(schema)
          .updateTable('endpoints')
          .set(toRow(outcome))
          .where('state', '=', 'creating');
        const row = await waiting.where('id', '=', id).where('modelId', '=', modelId).returningAll().executeTakeFirst();
        return row as Endpoint | undefined;
      });
    },
    async countRequests(id, count) {
      await db
        .withSchema(schema)
        .updateTable('endpoints')
        .set({ requests: sql`requests + ${count}`, lastRequestAt: now().toISOString() })
        .where('id', '=', id)
        .execute();
    },
  };
}
