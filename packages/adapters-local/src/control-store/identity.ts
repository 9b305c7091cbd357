import type { Principal } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import type { Keeping } from './collection.ts';
import { schema } from './connect.ts';

/** Who a sign-in link of an installation without accounts signs in. */
const administrator = 'administrator';

const dayMs = 86_400_000;

export function identity({ db, now }: Keeping): ControlStore['identity'] {
  const tables = () => db.withSchema(schema);
  const forgetExpired = (table: 'signInLinks' | 'sessions' | 'tokens') =>
    tables()
      .deleteFrom(table)
      .where('expiresAt', '<', new Date(now().getTime() - dayMs).toISOString())
      .execute();
  return {
    async createSignInLink(secretHash, expiresAt) {
      await forgetExpired('signInLinks');
      await forgetExpired('sessions');
      await tables().insertInto('signInLinks').values({ secretHash, expiresAt: expiresAt.toISOString() }).execute();
    },
    redeemSignInLink: (secretHash, hash, expiresAt) =>
      db.transaction().execute(async (trx) => {
        const usedAt = now().toISOString();
        const link = await trx
          .withSchema(schema)
          .updateTable('signInLinks')
          .set({ usedAt })
          .where('secretHash', '=', secretHash)
          .where('usedAt', 'is', null)
          .where('expiresAt', '>', usedAt)
          .returning('secretHash')
          .executeTakeFirst();
        if (!link) return undefined;
        const session = { hash, name: administrator, createdAt: usedAt, expiresAt: expiresAt.toISOString() };
        await trx.withSchema(schema).insertInto('sessions').values(session).execute();
        return { kind: 'session', name: administrator, projectId: null, expiresAt: session.expiresAt };
      }),
    async createToken(hash, name, projectId, expiresAt) {
      await forgetExpired('tokens');
      const token = { hash, name, projectId, createdAt: now().toISOString(), expiresAt: expiresAt.toISOString() };
      await tables().insertInto('tokens').values(token).execute();
    },
    async principal(hash) {
      const at = now().toISOString();
      const session = await tables()
        .selectFrom('sessions')
        .select(['name', 'expiresAt'])
        .where('hash', '=', hash)
        .where('expiresAt', '>', at)
        .executeTakeFirst();
      if (session) return { kind: 'session', projectId: null, ...session } as Principal;
      const token = await tables()
        .selectFrom('tokens')
        .select(['name', 'projectId', 'expiresAt'])
        .where('hash', '=', hash)
        .where('expiresAt', '>', at)
        .executeTakeFirst();
      return token ? ({ kind: 'token', ...token } as Principal) : undefined;
    },
    async deleteSession(hash) {
      await tables().deleteFrom('sessions').where('hash', '=', hash).execute();
    },
  };
}
