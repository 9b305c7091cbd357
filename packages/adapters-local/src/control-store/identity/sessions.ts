import type { IdentityStore } from '@tandem/ports';
import type { Keeping } from '../collection.ts';
import { type Database, schema } from '../connect.ts';
import { firstAdministrator } from './first-administrator.ts';
import { principalOfHash, principalOfUser } from './principal.ts';

type Sessions = Pick<
  IdentityStore,
  | 'createSignInLink'
  | 'redeemSignInLink'
  | 'createSession'
  | 'deleteSession'
  | 'endSessions'
  | 'isByLink'
  | 'principal'
  | 'principalOfUser'
>;

const dayMs = 86_400_000;

export function sessions({ db, now }: Keeping): Sessions {
  const instant = () => now().toISOString();
  const forgetExpired = (table: 'signInLinks' | 'sessions') =>
    db
      .withSchema(schema)
      .deleteFrom(table)
      .where('expiresAt', '<', new Date(now().getTime() - dayMs).toISOString())
      .execute();
  return {
    async createSignInLink(secretHash, expiresAt, userId) {
      await forgetExpired('signInLinks');
      await forgetExpired('sessions');
      const tables = db.withSchema(schema);
      const link = { secretHash, userId: userId ?? (await firstAdministrator(db)), expiresAt: expiresAt.toISOString() };
      await tables.insertInto('signInLinks').values(link).execute();
    },
    redeemSignInLink: (secretHash, hash, expiresAt) =>
      db.transaction().execute(async (trx) => {
        const usedAt = instant();
        const link = (await trx
          .withSchema(schema)
          .updateTable('signInLinks')
          .set({ usedAt })
          .where('secretHash', '=', secretHash)
          .where('usedAt', 'is', null)
          .where('expiresAt', '>', usedAt)
          .returning('userId')
          .executeTakeFirst()) as { userId: string } | undefined;
        if (!link || (await isNamedElsewhere(trx, link.userId))) return undefined;
        return beginSession(trx, now(), { userId: link.userId, byLink: true }, hash, expiresAt);
      }),
    createSession: (userId, hash, expiresAt) =>
      db.transaction().execute((trx) => beginSession(trx, now(), { userId, byLink: false }, hash, expiresAt)),
    async deleteSession(hash) {
      await db.withSchema(schema).deleteFrom('sessions').where('hash', '=', hash).execute();
    },
    endSessions: (userId) => db.transaction().execute((trx) => closeAll(trx, userId, now())),
    async isByLink(hash) {
      const session = db.withSchema(schema).selectFrom('sessions').select('byLink').where('hash', '=', hash);
      return (await session.executeTakeFirst())?.byLink === true;
    },
    principal: (hash) => principalOfHash(db, hash, instant()),
    principalOfUser: (userId) => principalOfUser(db, userId, instant()),
  };
}

/** Ends sessions and links of a user, and revokes their tokens. */
export async function closeAll(trx: Database, userId: string, now: Date): Promise<void> {
  const tables = trx.withSchema(schema);
  for (const table of ['sessions', 'signInLinks'])
    await tables.deleteFrom(table).where('userId', '=', userId).execute();
  const tokens = tables.updateTable('tokens').set({ revokedAt: now.toISOString() });
  await tokens.where('userId', '=', userId).where('revokedAt', 'is', null).execute();
}

/**
 * Whether an identity provider signs a user in, whom a link would bring in round it. Not of administrators: their link
 * is made on the machine itself, and is what is left where the provider is away.
 */
async function isNamedElsewhere(trx: Database, userId: string): Promise<boolean> {
  const found = trx.withSchema(schema).selectFrom('users').select('id').where('id', '=', userId);
  const external = found.where('issuer', 'is not', null).where('isAdministrator', '=', false);
  return (await external.executeTakeFirst()) !== undefined;
}

/** A session of a user; undefined for one who is disabled or gone. */
export async function beginSession(
  trx: Database,
  now: Date,
  { userId, byLink }: { readonly userId: string; readonly byLink: boolean },
  hash: string,
  expiresAt: Date,
) {
  const at = now.toISOString();
  const user = await trx
    .withSchema(schema)
    .updateTable('users')
    .set({ signedInAt: at })
    .where('id', '=', userId)
    .where('disabledAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!user) return undefined;
  const session = { hash, userId, byLink, createdAt: at, expiresAt: expiresAt.toISOString() };
  await trx.withSchema(schema).insertInto('sessions').values(session).execute();
  return principalOfHash(trx, hash, at);
}
