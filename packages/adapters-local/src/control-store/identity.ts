import type { Principal } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { sql } from 'kysely';
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
      // One round trip, for every call of the API makes it. A secret is in one of the two tables or in neither.
      const { rows } = await sql<Principal>`
        select 'session' as kind, name, null as project_id, expires_at from tandem.sessions
          where hash = ${hash} and expires_at > ${at}
        union all
        select 'token', name, project_id, expires_at from tandem.tokens where hash = ${hash} and expires_at > ${at}`.execute(
        db,
      );
      return rows[0];
    },
    async deleteSession(hash) {
      await tables().deleteFrom('sessions').where('hash', '=', hash).execute();
    },
  };
}
