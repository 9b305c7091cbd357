import { type Star, StarForm } from '@tandem/data-model';
import type { ControlStore } from '@tandem/ports';
import { type Keeping, transaction } from './collection.ts';
import { schema } from './connect.ts';
import { toRow } from './row.ts';
import { takeBackEntries } from './sharing/listings.ts';

/** The stars of projects, one row for each that has its own. */
export function stars(keeping: Keeping): ControlStore['stars'] {
  const { db, now } = keeping;
  return {
    async get(projectId): Promise<Star | undefined> {
      const found = await db
        .withSchema(schema)
        .selectFrom('stars')
        .select('definition')
        .where('projectId', '=', projectId)
        .executeTakeFirst();
      // What an older version stored gets the defaults of fields that came since.
      return found && StarForm.parse(found.definition);
    },
    set: (projectId, definition, gone) =>
      transaction(keeping, async (within) => {
        const row = toRow({ definition, changedAt: now().toISOString() });
        await within.db
          .withSchema(schema)
          .insertInto('stars')
          .values({ projectId, ...row })
          .onConflict((it) => it.column('projectId').doUpdateSet(row))
          .execute();
        if (gone) await takeBackEntries(within, projectId, gone.entries, gone.ending);
      }),
  };
}
