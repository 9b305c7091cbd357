import { Conflict } from '@tandem/data-model';
import { sql } from 'kysely';
import type { Database } from '../connect.ts';

interface Owned {
  readonly id: string;
  readonly name: string;
  readonly noun: string;
}

/**
 * Takes something away from people, in one transaction that holds the domains, and rolls it back where that would leave
 * one of them, or a project of it that had an owner, without one. Nobody who is disabled owns anything, nor a group
 * while nobody is in it.
 *
 * @throws Conflict, which names what would have no owner
 */
export function keepingOwners<T>(
  db: Database,
  domainIds: string | readonly string[],
  take: (trx: Database) => Promise<T>,
): Promise<T> {
  const ids = [domainIds].flat();
  return db.transaction().execute(async (trx) => {
    await sql`select 1 from tandem.domains where id = any(${ids}) order by id for update`.execute(trx);
    const before = await owned(trx, ids);
    const result = await take(trx);
    const after = new Set((await owned(trx, ids)).map((it) => it.id));
    const orphan = before.find((it) => !after.has(it.id));
    if (!orphan) return result;
    throw new Conflict(
      `The ${orphan.noun} ${orphan.name} would have no owner left.`,
      'Make somebody else its owner first.',
    );
  });
}

async function owned(trx: Database, domainIds: readonly string[]): Promise<Owned[]> {
  const { rows } = await sql<Owned>`
    select distinct coalesce(p.id, d.id) as id, coalesce(p.name, d.name) as name,
      case when p.id is null then 'domain' else 'project' end as noun
    from tandem.grants g join tandem.domains d on d.id = g.domain_id left join tandem.projects p on p.id = g.project_id
    where g.domain_id = any(${[...domainIds]}) and g.role in ('domain-owner', 'project-owner')
      and exists (select 1 from tandem.users u where u.disabled_at is null and (u.id = g.user_id
        or u.id in (select user_id from tandem.group_users m where m.group_id = g.group_id)))
    order by noun, name`.execute(trx);
  return rows;
}
