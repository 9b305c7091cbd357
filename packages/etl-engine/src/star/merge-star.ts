import { keepsHistory, keyOf, rowKeyOf, type StarTable, storedTable } from '@tandem/data-model';
import type { Guard, Statement, Warehouse } from '@tandem/ports';
import { brokenReferences, brokenVersions, knownKeys, mergeByKey, otherRowCount, repeatedKeys } from '@tandem/sql';
import { readRows } from './read-rows.ts';
import type { Change, StarAfterLoad } from './star-after-load.ts';

/**
 * The one transaction that writes a load: dimensions, then facts, between queries that assert grain, references and
 * row counts of every table that changed. Warehouses do not enforce keys, so nothing else would. Of a fact only the
 * rows that are written are asked about: those to add repeat no key among themselves, as staging has seen, and none
 * of the table; those that were there stay as they were.
 */
export async function mergeStar(star: StarAfterLoad, warehouse: Warehouse): Promise<(Statement | Guard)[]> {
  const changes = [...star.changes].sort((a, b) => rank(a.table) - rank(b.table));
  const statements: (Statement | Guard)[] = changes.map((change) => grainBefore(change, star));
  statements.push(...changes.flatMap((change) => merge(change, star)));
  for (const change of changes) statements.push(...guards(change, star, await rowsOf(change.table, star, warehouse)));
  return statements;
}

const rank = (table: StarTable): number => (table.kind === 'dimension' ? 0 : 1);

function merge({ table, delta, changed }: Change, star: StarAfterLoad): Statement[] {
  const counts = { added: `${table.name}.added`, changed: `${table.name}.changed` };
  const columns = storedTable(table).columns.map((it) => it.name);
  const statements = mergeByKey({ into: star.nameOf(table), from: delta, key: rowKeyOf(table), columns }, counts);
  return statements.filter((it) => it.name !== counts.changed || changed > 0);
}

function grainBefore({ table, delta }: Change, star: StarAfterLoad): Guard {
  return {
    guard: knownKeys(delta, star.nameOf(table), rowKeyOf(table)),
    message: `${table.name} has {rows} of the rows to add already; another load may have changed it meanwhile.`,
  };
}

function guards({ table, delta, added }: Change, star: StarAfterLoad, rowsBefore: number): Guard[] {
  const name = star.nameOf(table);
  return [
    {
      guard: otherRowCount(name, rowsBefore + added),
      message: `${table.name} would not have the ${rowsBefore + added} rows that this load counted; another load may have changed it meanwhile.`,
    },
    ...uniqueIn(table).map((key) => ({
      guard: repeatedKeys(name, [key]),
      message: `${table.name} would have more than one row for {rows} values of ${key}.`,
    })),
    ...(keepsHistory(table)
      ? [
          {
            guard: brokenVersions(name, keyOf(table)[0]!),
            message: `{rows} rows of ${table.name} would not lie end to end by ${keyOf(table).join()}, the last of them current; another load may have changed it meanwhile.`,
          },
        ]
      : []),
    ...table.columns.flatMap((column) => {
      if (column.references === undefined) return [];
      const { dimension } = star.dimension(column.references);
      return {
        guard: brokenReferences(delta, column.name, star.nameOf(dimension), dimension.key),
        message: `{rows} rows of ${table.name} would have a ${column.name} that is not in ${dimension.name}.`,
      };
    }),
  ];
}

/** The columns of which no value stands on two rows. */
function uniqueIn(table: StarTable): string[] {
  if (table.kind === 'fact') return [];
  if (keepsHistory(table)) return ['version_key'];
  return [table.key, ...(table.alternateKey ? [table.alternateKey] : [])];
}

async function rowsOf(table: StarTable, star: StarAfterLoad, warehouse: Warehouse): Promise<number> {
  const [[rows] = []] = await readRows(warehouse, `select count(*) as n from ${star.nameOf(table)}`);
  return Number(rows);
}
