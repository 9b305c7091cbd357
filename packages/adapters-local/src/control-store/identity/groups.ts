import { Conflict } from '@tandem/data-model';
import type { Group } from '@tandem/data-model/contract';
import type { IdentityStore } from '@tandem/ports';
import { sql } from 'kysely';
import { insert, type Keeping } from '../collection.ts';
import { type Database, schema } from '../connect.ts';
import { keepingOwners } from './keeping-owners.ts';

export function groups(keeping: Keeping): Pick<IdentityStore, 'createGroup' | 'groups' | 'deleteGroup' | 'setInGroup'> {
  const { db } = keeping;
  return {
    async createGroup(domainId, name, externalName) {
      const group = { domainId, name, externalName: externalName ?? null };
      return { ...(await insert<Omit<Group, 'userIds'>>(keeping, 'groups', 'grp', group)), userIds: [] };
    },
    groups: (domainId) => list(db, domainId),
    deleteGroup: (domainId, id) =>
      keepingOwners(db, domainId, async (trx) => {
        const own = trx.withSchema(schema).deleteFrom('groups').where('id', '=', id).where('domainId', '=', domainId);
        return (await own.returning('id').executeTakeFirst()) !== undefined;
      }),
    setInGroup: (domainId, groupId, userId, isIn) =>
      keepingOwners(db, domainId, async (trx) => {
        const group = (await list(trx, domainId)).find((it) => it.id === groupId);
        if (group && group.externalName !== null) {
          throw new Conflict(
            `Who is in the group ${group.name} is said by the identity provider, where it is ${group.externalName}.`,
            'Change it there; it counts from the next sign-in on.',
          );
        }
        const inDomain = sql`select g.id, u.user_id from tandem.groups g join tandem.domain_users u using (domain_id)
          where g.domain_id = ${domainId} and g.id = ${groupId} and u.user_id = ${userId}`;
        if (isIn) {
          await sql`insert into tandem.group_users (group_id, user_id) ${inDomain} on conflict do nothing`.execute(trx);
        } else {
          await sql`delete from tandem.group_users where (group_id, user_id) in (${inDomain})`.execute(trx);
        }
        const { rows } = await inDomain.execute(trx);
        return rows.length === 0 ? undefined : (await list(trx, domainId)).find((it) => it.id === groupId);
      }),
  };
}

async function list(db: Database, domainId: string): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select g.id, g.domain_id, g.name, g.external_name, g.created_at,
      array(select user_id from tandem.group_users u where u.group_id = g.id order by user_id) as user_ids
    from tandem.groups g where g.domain_id = ${domainId} order by g.name`.execute(db);
  return rows;
}
