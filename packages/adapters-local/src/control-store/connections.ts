import type { ConnectionStore, KeptConnection } from '@tandem/ports';
import { insertOnce, type Keeping, write } from './collection.ts';
import { schema } from './connect.ts';
import { toRow } from './row.ts';

const untested = { state: 'untested', detail: '', testedAt: null } as const;

export function connections(keeping: Keeping): ConnectionStore {
  const { now } = keeping;
  const all = () => keeping.db.withSchema(schema).selectFrom('connections').selectAll();
  const present = () => now().toISOString();
  const updating = ({ db }: Keeping, fields: object) =>
    db
      .withSchema(schema)
      .updateTable('connections')
      .set(toRow(fields as Record<string, unknown>));
  return {
    create: (connection) =>
      insertOnce<KeptConnection>(keeping, 'connections', 'con', { ...connection, ...untested, changedAt: present() }),
    async get(projectId, id) {
      const one = all().where('id', '=', id).where('projectId', '=', projectId);
      return (await one.executeTakeFirst()) as KeptConnection | undefined;
    },
    list: async (projectId) =>
      (await all().where('projectId', '=', projectId).orderBy('id').execute()) as unknown as KeptConnection[],
    change: (projectId, id, fields) =>
      write(keeping, async (within) => {
        const query = updating(within, { ...fields, ...untested, changedAt: present() }).where('id', '=', id);
        return (await query.where('projectId', '=', projectId).returningAll().executeTakeFirst()) as
          | KeptConnection
          | undefined;
      }),
    noteTest: ({ id, changedAt }, outcome) =>
      write(keeping, async (within) => {
        const query = updating(within, { ...outcome, testedAt: present() }).where('id', '=', id);
        await query.where('changedAt', '=', changedAt).execute();
      }),
    delete: (projectId, id) =>
      write(keeping, async ({ db }) => {
        const query = db.withSchema(schema).deleteFrom('connections').where('id', '=', id);
        return (await query.where('projectId', '=', projectId).executeTakeFirst()).numDeletedRows > 0n;
      }),
  };
}
