import { randomUUID } from 'node:crypto';
import { type Upload, type UploadSession, uploadIdOf } from '@tandem/data-model/contract';
import type { UploadSessions } from '@tandem/ports';
import { sql } from 'kysely';
import { change, insert, type Keeping, transaction, write } from './collection.ts';
import { schema } from './connect.ts';

const table = 'uploadSessions';
const columns = ['id', 'projectId', 'name', 'bytes', 'sha256', 'partBytes', 'createdAt', 'expiresAt'] as const;
const claimLifeMs = 15_000;

/** A session ends by the one deletion of its row: whoever completes it, gives it up or finds it expired, one does. */
export function uploadSessions(keeping: Keeping): UploadSessions {
  const { now } = keeping;
  const all = ({ db } = keeping) => db.withSchema(schema).selectFrom(table).select(columns);
  const present = () => now().toISOString();
  const openOf = async (projectId: string, within = keeping) => {
    const open = all(within).where('projectId', '=', projectId).where('expiresAt', '>', present());
    return (await open.orderBy('id', 'desc').execute()) as unknown as UploadSession[];
  };
  const one = ({ db }: Keeping, id: string) => db.withSchema(schema).deleteFrom(table).where('id', '=', id);
  const claimedUntil = () => new Date(now().getTime() + claimLifeMs).toISOString();
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
        if (same && (await change(within, table, same.id, { expiresAt }))) return { ...same, expiresAt };
        const together = open.reduce((sum, it) => sum + it.bytes, bytes);
        if (open.length >= most.count || together > most.bytes) return undefined;
        const { id, createdAt } = await insert<UploadSession>(within, table, 'ups', record);
        return { ...record, id, createdAt };
      }),
    async get(projectId, id) {
      const one = all().where('id', '=', id).where('projectId', '=', projectId).where('expiresAt', '>', present());
      return (await one.executeTakeFirst()) as UploadSession | undefined;
    },
    list: (projectId) => openOf(projectId),
    async claim(id) {
      const claim = randomUUID();
      const query = keeping.db.withSchema(schema).updateTable(table).set({ claim, claimedUntil: claimedUntil() });
      const free = query.where('id', '=', id).where('expiresAt', '>', present());
      const { numUpdatedRows } = await free
        .where((it) => it.or([it('claim', 'is', null), it('claimedUntil', '<=', present())]))
        .executeTakeFirst();
      return numUpdatedRows > 0n ? claim : undefined;
    },
    async renew(id, claim) {
      const query = keeping.db.withSchema(schema).updateTable(table).set({ claimedUntil: claimedUntil() });
      await query.where('id', '=', id).where('claim', '=', claim).execute();
    },
    complete: (id, claim, upload) =>
      transaction(keeping, async (within) => {
        const mine = one(within, id).where('claim', '=', claim).where('expiresAt', '>', present());
        const { numDeletedRows } = await mine.executeTakeFirst();
        return numDeletedRows > 0n ? insert<Upload>(within, 'uploads', 'upl', upload) : undefined;
      }),
    release: (id, claim, undo) =>
      transaction(keeping, async (within) => {
        const tables = within.db.withSchema(schema);
        // Locked until it is undone, so that nobody claims it meanwhile.
        const row = tables.selectFrom(table).select('claim').where('id', '=', id).forUpdate();
        const found = await row.executeTakeFirst();
        if (found && found.claim !== claim) return;
        const upload = tables.selectFrom('uploads').select('id').where('id', '=', uploadIdOf(id));
        if (!found && (await upload.executeTakeFirst())) return;
        await undo();
        const free = tables.updateTable(table).set({ claim: null, claimedUntil: null });
        await free.where('id', '=', id).execute();
      }),
    delete: (id) => write(keeping, async (within) => (await one(within, id).executeTakeFirst()).numDeletedRows > 0n),
    expire: (id) =>
      write(keeping, async (within) => {
        const { numDeletedRows } = await one(within, id).where('expiresAt', '<=', present()).executeTakeFirst();
        return numDeletedRows > 0n;
      }),
    ids: async (projectId) => (await all().where('projectId', '=', projectId).execute()).map((it) => it.id as string),
    async expired(limit) {
      const past = all().where('expiresAt', '<=', present()).orderBy('expiresAt').limit(limit);
      return (await past.execute()) as unknown as UploadSession[];
    },
  };
}
