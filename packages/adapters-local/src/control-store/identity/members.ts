import type { Member, Persona, Role } from '@tandem/data-model/contract';
import type { IdentityStore, Scope } from '@tandem/ports';
import { type RawBuilder, sql } from 'kysely';
import type { Keeping } from '../collection.ts';
import type { Database } from '../connect.ts';
import { newId } from '../new-id.ts';
import { keepingOwners } from './keeping-owners.ts';

export function members({ db, now }: Keeping): Pick<IdentityStore, 'members' | 'setMember' | 'removeMember'> {
  return {
    members: (scope) => list(db, on(scope)),
    setMember: (scope, memberId, { role, persona }) =>
      keepingOwners(db, scope.domainId, async (trx) => {
        if (!(await isOfDomain(trx, scope, memberId))) return undefined;
        await put(trx, now(), scope, memberId, role, persona);
        return (await list(trx, on(scope))).find((it) => it.memberId === memberId);
      }),
    removeMember: (scope, memberId) =>
      keepingOwners(db, scope.domainId, async (trx) => {
        const { rows } = await sql`delete from tandem.grants g
          where ${on(scope)} and coalesce(user_id, group_id) = ${memberId} returning id`.execute(trx);
        return rows.length > 0;
      }),
  };
}

/** Gives a role to a user or group of the domain, in the place of the one that they have there. */
export async function put(
  trx: Database,
  at: Date,
  scope: Scope,
  memberId: string,
  role: Role,
  persona: Persona | null,
): Promise<void> {
  const { domainId } = scope;
  const unitId = 'domainUnitId' in scope ? scope.domainUnitId : null;
  const projectId = 'projectId' in scope ? scope.projectId : null;
  const [userId, groupId] = memberId.startsWith('usr_') ? [memberId, null] : [null, memberId];
  await sql`insert into tandem.grants
      (id, created_at, domain_id, domain_unit_id, project_id, user_id, group_id, role, persona)
    values (${newId('grt', at.getTime())}, ${at.toISOString()}, ${domainId}, ${unitId}, ${projectId}, ${userId}, ${groupId},
      ${role}, ${persona})
    on conflict on constraint grants_key do update set role = excluded.role, persona = excluded.persona`.execute(trx);
}

async function isOfDomain(trx: Database, scope: Scope, memberId: string): Promise<boolean> {
  const { domainId } = scope;
  const { rows } = await sql`
    select 1 where (
      exists (select 1 from tandem.domain_users where domain_id = ${domainId} and user_id = ${memberId})
      or exists (select 1 from tandem.groups where domain_id = ${domainId} and id = ${memberId}))
    and ${'projectId' in scope ? sql`exists (select 1 from tandem.projects where id = ${scope.projectId} and domain_id = ${domainId})` : sql`true`}
    and ${'domainUnitId' in scope ? sql`exists (select 1 from tandem.domain_units where id = ${scope.domainUnitId} and domain_id = ${domainId})` : sql`true`}`.execute(
    trx,
  );
  return rows.length > 0;
}

function on(scope: Scope): RawBuilder<unknown> {
  const unit = 'domainUnitId' in scope ? sql`g.domain_unit_id = ${scope.domainUnitId}` : sql`g.domain_unit_id is null`;
  const project = 'projectId' in scope ? sql`g.project_id = ${scope.projectId}` : sql`g.project_id is null`;
  return sql`g.domain_id = ${scope.domainId} and ${unit} and ${project}`;
}

async function list(db: Database, where: RawBuilder<unknown>): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select coalesce(g.user_id, g.group_id) as member_id, case when g.user_id is null then 'group' else 'user' end as kind,
      coalesce(u.name, o.name) as name, g.role, g.persona, g.created_at
    from tandem.grants g left join tandem.users u on u.id = g.user_id left join tandem.groups o on o.id = g.group_id
    where ${where} order by kind desc, name`.execute(db);
  return rows;
}
