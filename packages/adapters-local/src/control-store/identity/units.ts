import { Conflict } from '@tandem/data-model';
import type { DomainUnit } from '@tandem/data-model/contract';
import type { IdentityStore } from '@tandem/ports';
import { sql } from 'kysely';
import { insert, type Keeping } from '../collection.ts';
import { type Database, schema } from '../connect.ts';

type Units = Pick<IdentityStore, 'createDomainUnit' | 'domainUnits' | 'updateDomainUnit' | 'deleteDomainUnit'>;

export function units(keeping: Keeping): Units {
  const { db } = keeping;
  const own = (from: Database, domainId: string) =>
    from.withSchema(schema).selectFrom('domainUnits').selectAll().where('domainId', '=', domainId);
  return {
    createDomainUnit: (domainId, unit) => insert<DomainUnit>(keeping, 'domainUnits', 'dmu', { domainId, ...unit }),
    async domainUnits(domainId) {
      return (await own(db, domainId).orderBy('name').execute()) as unknown as DomainUnit[];
    },
    updateDomainUnit: (domainId, id, { name, parentId }) =>
      db.transaction().execute(async (trx) => {
        // Two moves at once could each be right alone and make a ring together.
        await sql`select 1 from tandem.domains where id = ${domainId} for update`.execute(trx);
        if (parentId && (await isBelow(trx, parentId, id))) {
          throw new Conflict('A unit cannot be below itself.', 'Choose a unit that is not below this one.');
        }
        const change = { ...(name === undefined ? {} : { name }), ...(parentId === undefined ? {} : { parentId }) };
        if (Object.keys(change).length > 0) {
          const query = trx.withSchema(schema).updateTable('domainUnits').set(change);
          await query.where('id', '=', id).where('domainId', '=', domainId).execute();
        }
        return (await own(trx, domainId).where('id', '=', id).executeTakeFirst()) as DomainUnit | undefined;
      }),
    deleteDomainUnit: (domainId, id) =>
      db.transaction().execute(async (trx) => {
        const unit = trx.withSchema(schema).deleteFrom('domainUnits').where('id', '=', id);
        return (await unit.where('domainId', '=', domainId).returning('id').executeTakeFirst()) !== undefined;
      }),
  };
}

/** Whether a unit is another, or below it. */
async function isBelow(trx: Database, id: string, top: string): Promise<boolean> {
  const { rows } = await sql`
    with recursive above as (
      select id, parent_id from tandem.domain_units where id = ${id}
      union
      select d.id, d.parent_id from above join tandem.domain_units d on d.id = above.parent_id
    )
    select 1 from above where id = ${top}`.execute(trx);
  return rows.length > 0;
}
