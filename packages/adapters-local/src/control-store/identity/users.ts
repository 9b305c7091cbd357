import { Conflict } from '@tandem/data-model';
import type { User } from '@tandem/data-model/contract';
import type { IdentityStore } from '@tandem/ports';
import { insert, type Keeping } from '../collection.ts';
import { type Database, schema } from '../connect.ts';
import { keepingOwners } from './keeping-owners.ts';

type Users = Pick<IdentityStore, 'addUser' | 'users' | 'user' | 'isOthersToo' | 'updateUser' | 'removeUser'>;

interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly createdAt: string;
  readonly signedInAt: string | null;
  readonly disabledAt: string | null;
}

const columns = ['id', 'name', 'displayName', 'createdAt', 'signedInAt', 'disabledAt'].map((it) => `users.${it}`);

const userOf = ({ id, name, displayName, createdAt, signedInAt, disabledAt }: UserRow): User => ({
  ...{ id, name, displayName, createdAt },
  state: disabledAt !== null ? 'disabled' : signedInAt === null ? 'invited' : 'active',
});

export function users(keeping: Keeping): Users {
  const { db, now } = keeping;
  const ofDomain = (domainId: string) =>
    db
      .withSchema(schema)
      .selectFrom('users')
      .innerJoin('domainUsers', 'domainUsers.userId', 'users.id')
      .select(columns as never)
      .where('domainUsers.domainId', '=', domainId);
  return {
    addUser: (domainId, { name, displayName }, mayJoin = true) =>
      db.transaction().execute(async (trx) => {
        const tables = trx.withSchema(schema);
        const known = (await tables.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst()) as
          | UserRow
          | undefined;
        if (known && !mayJoin) {
          throw new Conflict(
            `Somebody of the name ${name} is known here already.`,
            'Ask an administrator of the installation to add them: an owner of one domain might have made that account.',
          );
        }
        const user = known ?? (await insert<UserRow>({ db: trx, now }, 'users', 'usr', { name, displayName }));
        await tables.insertInto('domainUsers').values({ domainId, userId: user.id }).execute();
        return { user: userOf(user), isNew: known === undefined };
      }),
    async users(domainId) {
      return ((await ofDomain(domainId).orderBy('users.name').execute()) as unknown as UserRow[]).map(userOf);
    },
    async user(domainId, id) {
      const row = (await ofDomain(domainId).where('users.id', '=', id).executeTakeFirst()) as unknown as
        | UserRow
        | undefined;
      return row && userOf(row);
    },
    async isOthersToo(domainId, userId) {
      const tables = db.withSchema(schema);
      const administrator = await tables
        .selectFrom('users')
        .select('id')
        .where('id', '=', userId)
        .where('isAdministrator', '=', true)
        .executeTakeFirst();
      if (administrator) return true;
      const others = tables.selectFrom('domainUsers').select('domainId').where('userId', '=', userId);
      return (await others.where('domainId', '!=', domainId).executeTakeFirst()) !== undefined;
    },
    async updateUser(id, { displayName, disabled }) {
      const change = {
        ...(displayName === undefined ? {} : { displayName }),
        ...(disabled === undefined ? {} : { disabledAt: disabled ? now().toISOString() : null }),
      };
      const own = await db
        .withSchema(schema)
        .selectFrom('domainUsers')
        .select('domainId')
        .where('userId', '=', id)
        .execute();
      const domainIds = disabled ? own.map((it) => it.domainId as string) : [];
      return keepingOwners(db, domainIds, async (trx) => {
        const tables = trx.withSchema(schema);
        if (Object.keys(change).length > 0)
          await tables.updateTable('users').set(change).where('id', '=', id).execute();
        if (disabled) await tables.deleteFrom('sessions').where('userId', '=', id).execute();
        return userOf(
          (await tables.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()) as never,
        );
      });
    },
    removeUser: (domainId, id) =>
      keepingOwners(db, domainId, async (trx) => {
        const tables = trx.withSchema(schema);
        const removed = await tables
          .deleteFrom('domainUsers')
          .where('domainId', '=', domainId)
          .where('userId', '=', id)
          .returning('userId')
          .executeTakeFirst();
        if (!removed) return false;
        await tables.deleteFrom('grants').where('domainId', '=', domainId).where('userId', '=', id).execute();
        const groups = tables.selectFrom('groups').select('id').where('domainId', '=', domainId);
        await tables.deleteFrom('groupUsers').where('userId', '=', id).where('groupId', 'in', groups).execute();
        await deleteWhereNowhere(trx, id);
        return true;
      }),
  };
}

/** Deletes a user who is in no domain any more, and with them their sessions, links and tokens. */
export async function deleteWhereNowhere(trx: Database, id: string): Promise<void> {
  const tables = trx.withSchema(schema);
  await tables
    .deleteFrom('users')
    .where('id', '=', id)
    .where('isAdministrator', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('domainUsers').select('domainId').where('userId', '=', id))),
    )
    .execute();
}
