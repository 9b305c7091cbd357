import type { Term } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { insert, type Keeping } from './collection.ts';
import { schema } from './connect.ts';
import { toRow } from './row.ts';

export function glossary(keeping: Keeping): ControlStore['glossary'] {
  const { db } = keeping;
  const tables = () => db.withSchema(schema);
  return {
    create: (domainId, term) => insert<Term>(keeping, 'glossaryTerms', 'trm', { domainId, ...term }),
    list: async (domainId) =>
      (await tables()
        .selectFrom('glossaryTerms')
        .selectAll()
        .where('domainId', '=', domainId)
        .orderBy('id')
        .execute()) as unknown as Term[],
    change: async (domainId, id, term) =>
      (await tables()
        .updateTable('glossaryTerms')
        .set(toRow(term))
        .where('id', '=', id)
        .where('domainId', '=', domainId)
        .returningAll()
        .executeTakeFirst()) as Term | undefined,
    delete: (domainId, id) =>
      db.transaction().execute(async (trx) => {
        const within = trx.withSchema(schema);
        // Who gives it to an entry meanwhile waits for this lock, and then finds no term.
        const found = within.selectFrom('glossaryTerms').select('id').where('id', '=', id);
        if (!(await found.where('domainId', '=', domainId).forUpdate().executeTakeFirst())) return;
        await within.deleteFrom('entryTerms').where('termId', '=', id).execute();
        await within.deleteFrom('glossaryTerms').where('id', '=', id).execute();
      }),
    async ofEntries(projectId) {
      const rows = (await tables()
        .selectFrom('entryTerms')
        .select(['entry', 'termId'])
        .where('projectId', '=', projectId)
        .orderBy('entry')
        .orderBy('position')
        .execute()) as { entry: string; termId: string }[];
      const terms = new Map<string, string[]>();
      for (const { entry, termId } of rows) terms.set(entry, [...(terms.get(entry) ?? []), termId]);
      return terms;
    },
    setEntry: (projectId, entry, termIds) =>
      db.transaction().execute(async (trx) => {
        const within = trx.withSchema(schema);
        await within.deleteFrom('entryTerms').where('projectId', '=', projectId).where('entry', '=', entry).execute();
        const rows = [...new Set(termIds)].map((termId, position) => ({ projectId, entry, termId, position }));
        if (rows.length > 0) await within.insertInto('entryTerms').values(rows).execute();
      }),
  };
}
