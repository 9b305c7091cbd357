import { rowKeyOf, type StarTable } from '@tandem/data-model';
import { differsIn, sameIn } from './compare.ts';
import type { NamedStatement } from './merge.ts';
import { identifier, identifiers } from './quote.ts';
import { readable } from './table-rows.ts';

/** How the rows of a table differ from one version to another, counted by `_state`: `added`, `changed`, `removed`. */
export function countDifferences(before: string, after: string, table: StarTable): string {
  return `select _state, count(*) as n from (${differences(before, after, table, '')}) d group by _state`;
}

/**
 * The first rows that differ, in key order: `_state`, then every column as it was, then every column as it is, as
 * `pageOf` gives them; null where there is no such row.
 */
export function pageOfDifferences(before: string, after: string, table: StarTable, limit: number): string {
  const cells = (alias: string) => table.columns.map((it) => readable(it, alias)).join(', ');
  const order = rowKeyOf(table).map((it) => `coalesce(a.${identifier(it)}, b.${identifier(it)})`);
  const rows = differences(before, after, table, `, ${cells('b')}, ${cells('a')}`);
  return `${rows} order by ${order.join(', ')} limit ${limit}`;
}

function differences(before: string, after: string, table: StarTable, more: string): string {
  const key = rowKeyOf(table);
  const [first = ''] = key;
  const values = table.columns.map((it) => it.name).filter((it) => !key.includes(it));
  const isNew = `b.${identifier(first)} is null`;
  const isGone = `a.${identifier(first)} is null`;
  return (
    `select case when ${isNew} then 'added' when ${isGone} then 'removed' else 'changed' end as _state${more} ` +
    `from ${before} b full join ${after} a on ${sameIn(key, 'b', 'a')} ` +
    `where ${isNew} or ${isGone} or ${differsIn(values, 'a', 'b')}`
  );
}

/** Makes a table hold the rows of another version of it, touching only what differs; counts what it does. */
export function makeEqual(
  table: StarTable,
  into: string,
  version: string,
  counts: { removed: string; changed: string; added: string },
): NamedStatement[] {
  const key = rowKeyOf(table);
  const columns = table.columns.map((it) => it.name);
  const values = columns.filter((it) => !key.includes(it));
  const set = values.map((it) => `${identifier(it)} = v.${identifier(it)}`).join(', ');
  const isMissing = (from: string, alias: string, than: string) =>
    `not exists (select 1 from ${from} ${alias} where ${sameIn(key, alias, than)})`;
  const change = {
    name: counts.changed,
    sql: `update ${into} as t set ${set} from ${version} v where ${sameIn(key, 't', 'v')} and (${differsIn(values, 't', 'v')})`,
  };
  return [
    { name: counts.removed, sql: `delete from ${into} as t where ${isMissing(version, 'v', 't')}` },
    ...(values.length > 0 ? [change] : []),
    {
      name: counts.added,
      sql:
        `insert into ${into} (${identifiers(columns)}) select ${identifiers(columns, 'v')} from ${version} v ` +
        `where ${isMissing(into, 't', 'v')} order by ${identifiers(key, 'v')}`,
    },
  ];
}
