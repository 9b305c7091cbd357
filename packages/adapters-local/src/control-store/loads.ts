import type { Load, LoadSummary, Reject } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { sql } from 'kysely';
import { collection, type Keeping, transaction } from './collection.ts';
import { schema } from './connect.ts';
import { toRow } from './row.ts';

/** Far below the 65,535 parameters that a statement may have, at eight a row. */
const rowsPerInsert = 2_000;

export function loads(keeping: Keeping): ControlStore['loads'] {
  const { db } = keeping;
  return {
    ...collection<Load>(keeping, 'loads', 'lod'),
    async summaries(projectId, { before, limit }) {
      let query = db
        .withSchema(schema)
        .selectFrom('loads')
        .select([...summaryFields])
        .select([sql`report -> 'counts'`.as('counts'), sql`(report ->> 'seconds')::float8`.as('seconds')])
        .where('projectId', '=', projectId);
      if (before !== undefined) query = query.where('id', '<', before);
      return (await query.orderBy('id', 'desc').limit(limit).execute()) as unknown as LoadSummary[];
    },
    async saveRejects(loadId, rejects) {
      const rows = [...rejects].sort(byPlace).map((it, position) => toRow({ ...it, loadId, position }));
      await transaction(keeping, async ({ db: trx }) => {
        const tables = trx.withSchema(schema);
        await tables.deleteFrom('rejects').where('loadId', '=', loadId).execute();
        for (let start = 0; start < rows.length; start += rowsPerInsert) {
          await tables
            .insertInto('rejects')
            .values(rows.slice(start, start + rowsPerInsert))
            .execute();
        }
      });
    },
    async rejects(loadId, offset, limit) {
      const ofLoad = db.withSchema(schema).selectFrom('rejects').where('loadId', '=', loadId);
      const [rejects, { total }] = await Promise.all([
        ofLoad
          .select(['file', 'line', 'column', 'value', 'reason', 'mend'])
          .where('position', '>=', offset)
          .orderBy('position')
          .limit(limit)
          .execute(),
        ofLoad.select((it) => it.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
      ]);
      return { rejects: rejects as unknown as Reject[], total };
    },
  };
}

/** Reports are long, and stay where they are while loads are listed. */
const summaryFields = [
  'id',
  'projectId',
  'kind',
  'revertsTo',
  'uploadIds',
  'maxRejectShare',
  'state',
  'priority',
  'progress',
  'error',
  'createdAt',
  'startedAt',
  'endedAt',
] as const satisfies readonly (keyof Load)[];

function byPlace(a: Reject, b: Reject): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}
