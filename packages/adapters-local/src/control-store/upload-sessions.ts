import type { Upload, UploadSession } from '@tandem/data-model/contract';
import type { UploadSessions } from '@tandem/ports';
import { insert, type Keeping, transaction, write } from './collection.ts';
import { schema } from './connect.ts';

const table = 'uploadSessions';

/** A session ends by the one deletion of its row: whoever completes it, gives it up or finds it expired, one does. */
export function uploadSessions(keeping: Keeping): UploadSessions {
  const { now } = keeping;
  const all = () => keeping.db.withSchema(schema).selectFrom(table).selectAll();
  const present = () => now().toISOString();
  const remove = async ({ db }: Keeping, id: string, after?: string) => {
    let query = db.withSchema(schema).deleteFrom(table).where('id', '=', id);
    if (after !== undefined) query = query.where('expiresAt', '>', after);
    return (await query.executeTakeFirst()).numDeletedRows > 0n;
  };
  return {
    create: (record) => insert<UploadSession>(keeping, table, 'ups', record),
    async get(projectId, id) {
      const one = all().where('id', '=', id).where('projectId', '=', projectId).where('expiresAt', '>', present());
      return (await one.executeTakeFirst()) as UploadSession | undefined;
    },
    async list(projectId) {
      const open = all().where('projectId', '=', projectId).where('expiresAt', '>', present());
      return (await open.orderBy('id', 'desc').execute()) as unknown as UploadSession[];
    },
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
