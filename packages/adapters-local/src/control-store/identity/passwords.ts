import type { IdentityStore } from '@tandem/ports';
import { sql } from 'kysely';
import type { Keeping } from '../collection.ts';
import { schema } from '../connect.ts';

type Passwords = Pick<
  IdentityStore,
  'password' | 'setPassword' | 'failedTries' | 'recordFailedTry' | 'forgetFailedTries'
>;

/** After so long without a failed try, those before it are forgotten. */
const dayMs = 86_400_000;

export function passwords({ db, now }: Keeping): Passwords {
  const tables = () => db.withSchema(schema);
  return {
    async password(name) {
      const user = (await tables()
        .selectFrom('users')
        .select(['id', 'passwordHash', 'issuer'])
        .where('name', '=', name)
        .executeTakeFirst()) as { id: string; passwordHash: string | null; issuer: string | null } | undefined;
      return user && { userId: user.id, hash: user.passwordHash, isExternal: user.issuer !== null };
    },
    setPassword: (userId, passwordHash, keptSessionHash) =>
      db.transaction().execute(async (trx) => {
        await trx.withSchema(schema).updateTable('users').set({ passwordHash }).where('id', '=', userId).execute();
        const others = trx.withSchema(schema).deleteFrom('sessions').where('userId', '=', userId);
        await others.where('hash', '!=', keptSessionHash).execute();
        await trx.withSchema(schema).deleteFrom('signInLinks').where('userId', '=', userId).execute();
      }),
    async failedTries(key) {
      const since = new Date(now().getTime() - dayMs).toISOString();
      const found = (await tables()
        .selectFrom('failedTries')
        .select(['count', 'at'])
        .where('key', '=', key)
        .where('at', '>', since)
        .executeTakeFirst()) as { count: number; at: string } | undefined;
      return found ? { count: found.count, at: new Date(found.at) } : { count: 0, at: null };
    },
    async recordFailedTry(key, seen) {
      const at = now();
      const since = new Date(at.getTime() - dayMs).toISOString();
      await tables().deleteFrom('failedTries').where('at', '<', since).execute();
      const isAsSeen = seen === undefined ? sql`true` : sql`failed_tries.count = ${seen}`;
      const { rows } = await sql<{ count: number }>`insert into tandem.failed_tries (key, count, at)
        values (${key.slice(0, 300)}, 1, ${at.toISOString()})
        on conflict (key) do update set count = failed_tries.count + 1, at = excluded.at where ${isAsSeen}
        returning count`.execute(db);
      return rows[0]?.count;
    },
    async forgetFailedTries(key) {
      await tables().deleteFrom('failedTries').where('key', '=', key).execute();
    },
  };
}
