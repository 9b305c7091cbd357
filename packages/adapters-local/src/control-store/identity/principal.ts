import type { Principal } from '@tandem/data-model/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../connect.ts';

/** Who somebody is, before what they may is looked up; of a service's token, `user_id` is null and `role` is not. */
type Found = RawBuilder<unknown>;

const all = sql`'["read","operate","curate","manage"]'::jsonb`;

/**
 * For so long after a sign-in at the identity provider counts what it said of groups: whoever it has taken out of a group
 * keeps what the group may no longer, also by a token. A day more than a week, so that one a week is enough.
 */
const groupsHold = sql`interval '8 days'`;

/** One round trip, for every call of the API makes it. A secret is in one of the two tables or in neither. */
export function principalOfHash(db: Database, hash: string, at: string): Promise<Principal | undefined> {
  return principal(
    db,
    at,
    sql`select 'session' as kind, u.name, u.id as user_id, null::json as service, u.is_administrator,
        null as project_id, null as role, ${all} as scopes, u.password_hash is not null as has_password, s.expires_at
      from tandem.sessions s join tandem.users u on u.id = s.user_id and u.disabled_at is null
      where s.hash = ${hash} and s.expires_at > ${at}
    union all
    select 'token', case when t.user_id is null then t.name else u.name end, t.user_id,
        case when t.user_id is null then
          json_build_object('tokenId', t.id, 'makerId', t.maker_id, 'makerName', m.name) end,
        coalesce(u.is_administrator, false), t.project_id, t.role, t.scopes, u.password_hash is not null, t.expires_at
      from tandem.tokens t left join tandem.users u on u.id = t.user_id left join tandem.users m on m.id = t.maker_id
      where t.hash = ${hash} and t.expires_at > ${at} and t.revoked_at is null and u.disabled_at is null`,
  );
}

export function principalOfUser(db: Database, userId: string, at: string): Promise<Principal | undefined> {
  return principal(
    db,
    at,
    sql`select 'session' as kind, u.name, u.id as user_id, null::json as service, u.is_administrator,
        null as project_id, null as role, ${all} as scopes, u.password_hash is not null as has_password, ${at}::timestamptz as expires_at
      from tandem.users u where u.id = ${userId} and u.disabled_at is null`,
  );
}

async function principal(db: Database, at: string, found: Found): Promise<Principal | undefined> {
  const { rows } = await sql<Principal & { role?: string }>`
    with recursive found as (${found}),
    held as (
      select g.*, o.name as group_name from found f
        join tandem.grants g on g.user_id = f.user_id
          or g.group_id in (
            select m.group_id from tandem.group_users m join tandem.groups mg on mg.id = m.group_id
              join tandem.users mu on mu.id = m.user_id
            where m.user_id = f.user_id
              and (mg.external_name is null or mu.groups_told_at > ${at}::timestamptz - ${groupsHold}))
        left join tandem.groups o on o.id = g.group_id
    ),
    units as (
      select domain_unit_id as top, domain_unit_id as id from held where domain_unit_id is not null
      union
      select units.top, d.id from units join tandem.domain_units d on d.parent_id = units.id
    ),
    grants as (
      select role, domain_id, project_id, group_name, persona,
        array(select units.id from units where units.top = held.domain_unit_id order by 1) as unit_ids
        from held
      union all
      select f.role, p.domain_id, p.id, null, null, array[]::text[]
        from found f join tandem.projects p on p.id = f.project_id where f.role is not null
    )
    select f.kind, f.name, f.user_id, f.service, f.is_administrator, f.project_id, f.scopes, f.has_password,
      f.expires_at,
      array(select domain_id from tandem.domain_users d where d.user_id = f.user_id order by 1) as domain_ids,
      coalesce((select json_agg(json_build_object('role', role, 'domainId', domain_id, 'domainUnitIds', unit_ids,
        'projectId', project_id, 'group', group_name, 'persona', persona)) from grants), '[]') as grants
    from found f`.execute(db);
  return rows[0];
}
