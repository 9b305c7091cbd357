import type { Upload, UploadSession } from '@tandem/data-model/contract';
import type { UploadSessions } from '@tandem/ports';
import { sql } from 'kysely';
import { change, insert, type Keeping, transaction, write } from './collection.ts';
import { schema } from './connect.ts';

const table = 'uploadSessions';

/** A session ends by the one deletion of its row: whoever completes it, gives it up or finds it expired, one does. */
export function uploadSessions(keeping: Keeping): UploadSessions {
  const { now } = keeping;
  const all = ({ db } = keeping) => db.withSchema(schema).selectFrom(table).selectAll();
  const present = () => now().toISOString();
  const openOf = async (projectId: string, within = keeping) => {
    const open = all(within).where('projectId', '=', projectId).where('expiresAt', '>', present());
    return (await open.orderBy('id', 'desc').execute()) as unknown as UploadSession[];
  };
  const remove = async ({ db }: Keeping, id: string, after?: string) => {
    let query = db.withSchema(schema).deleteFrom(table).where('id', '=', id);
    if (after !== undefined) query = query.where('expiresAt', '>', after);
    return (await query.executeTakeFirst()).numDeletedRows > 0n;
  };
  return {
    begin: (record, most) =>
      transaction(keeping, async (within) => {
        const { projectId, name, bytes, sha256, expiresAt } = record;
        // Those of one project take turns, so that two at once neither begin the same file nor find the last place.
        await sql`select pg_advisory_xact_lock(hashtextextended(${`tandem uploads in parts of ${projectId}`}, 0))`.execute(
          within.db,
        );
        const open = await openOf(projectId, within);
        const same = open.find((it) => it.name === name && it.bytes === bytes && it.sha256 === sha256);
        const extended = same && (await change<UploadSession>(within, table, same.id, { expiresAt }));
        if (extended) return extended;
        return open.length < most ? insert<UploadSession>(within, table, 'ups', record) : undefined;
      }),
    async get(projectId, id) {
      const one = all().where('id', '=', id).where('projectId', '=', projectId).where('expiresAt', '>', present());
      return (await one.executeTakeFirst()) as UploadSession | undefined;
    },
    list: (projectId) => openOf(projectId),
    complete: (id, upload) =>
      transaction(keeping, async (within) =>
        (await remove(within, id, present())) ? insert<Upload>(within, 'uploads', 'upl', upload) : undefined,
      ),
    delete: (id) => write(keeping, (within) => remove(within, id)),
    async expired(limit) {
      const past = all().where('expiresAt', '<=', present()).orderBy('expiresAt').limit(limit);
      return (await past.execute()) as unknown as UploadSession[];
    },
  };
}
