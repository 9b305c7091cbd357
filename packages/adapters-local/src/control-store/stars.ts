import { type Star, StarForm } from '@tandem/data-model';
import type { ControlStore } from '@tandem/ports';
import type { Keeping } from './collection.ts';
import { schema } from './connect.ts';
import { toRow } from './row.ts';

/** The stars of projects, one row for each that has its own. */
export function stars({ db, now }: Keeping): ControlStore['stars'] {
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
    async set(projectId, definition) {
      const row = toRow({ definition, changedAt: now().toISOString() });
      await db
        .withSchema(schema)
        .insertInto('stars')
        .values({ projectId, ...row })
        .onConflict((it) => it.column('projectId').doUpdateSet(row))
        .execute();
    },
  };
}
