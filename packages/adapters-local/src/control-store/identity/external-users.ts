import type { ExternalUser, IdentityStore } from '@tandem/ports';
import { sql } from 'kysely';
import { insert, type Keeping } from '../collection.ts';
import type { Database } from '../connect.ts';
import { schema } from '../connect.ts';
import { beginSession, closeAll } from './sessions.ts';

export function externalUsers({ db, now }: Keeping): Pick<IdentityStore, 'signInExternally'> {
  return {
    signInExternally: (external, sessionHash, expiresAt) =>
      db.transaction().execute(async (trx) => {
        const userId = (await known(trx, now(), external)) ?? (await made({ db: trx, now }, external));
        if (userId === undefined) return undefined;
        await fillGroups(trx, userId, external.groups);
        const told = { groupsToldAt: now().toISOString() };
        await trx.withSchema(schema).updateTable('users').set(told).where('id', '=', userId).execute();
        return beginSession(trx, now(), { userId, byLink: false }, sessionHash, expiresAt);
      }),
  };
}

/** Whoever signed in as that before; else the user of their address, who is nobody elsewhere yet and is so from now on. */
async function known(trx: Database, now: Date, { issuer, subject, email }: ExternalUser): Promise<string | undefined> {
  const users = trx.withSchema(schema);
  const before = await users
    .selectFrom('users')
    .select('id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  if (before || email === null) return before?.id as string | undefined;
  const byAddress = await users
    .updateTable('users')
    // Whoever invited that address may have used its link: nothing from before opens the account any more.
    .set({ issuer, subject, passwordHash: null })
    .where('name', '=', email)
    .where('issuer', 'is', null)
    .returning('id')
    .executeTakeFirst();
  const id = byAddress?.id as string | undefined;
  if (id !== undefined) await closeAll(trx, id, now);
  return id;
}

/** A new user, where a group of theirs is known here and nobody has their address. */
async function made(keeping: Keeping, { issuer, subject, email, ...of }: ExternalUser): Promise<string | undefined> {
  const { rows } = await sql`select 1 from tandem.groups where external_name = any(${[...of.groups]})`.execute(
    keeping.db,
  );
  if (rows.length === 0 || email === null) return undefined;
  const user = { name: email, displayName: (of.displayName ?? email).slice(0, 64), issuer, subject };
  return (await insert<{ id: string }>(keeping, 'users', 'usr', user)).id;
}

async function fillGroups(trx: Database, userId: string, names: readonly string[]): Promise<void> {
  await sql`delete from tandem.group_users where user_id = ${userId} and group_id in (
    select id from tandem.groups where external_name is not null and not external_name = any(${[...names]}))`.execute(
    trx,
  );
  const own = sql`from tandem.groups where external_name = any(${[...names]})`;
  await sql`insert into tandem.domain_users (domain_id, user_id) select distinct domain_id, ${userId} ${own}
    on conflict do nothing`.execute(trx);
  await sql`insert into tandem.group_users (group_id, user_id) select id, ${userId} ${own}
    on conflict do nothing`.execute(trx);
}
