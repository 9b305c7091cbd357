import { type ColumnOrigin, type Dimension, type Feed, keyOf, type Source, type StarTable } from '@tandem/data-model';
import { differsIn, sameIn } from './compare.ts';
import type { Dialect } from './dialect.ts';
import { identifier, identifiers } from './quote.ts';

/** Where the rows of a feed come from and what they are compared with; relations are names or queries in parentheses. */
export interface FeedQuery {
  readonly source: Source;
  readonly feed: Feed;
  readonly table: StarTable;
  /** The table of the star, qualified. */
  readonly target: string;
  /** The usable records of the source: `_file`, `_line` and its columns. */
  readonly records: string;
  /** The rows that a dimension will have after this load: its key and its alternate key. */
  readonly dimension: (name: string) => { readonly relation: string; readonly dimension: Dimension };
  /** For a feed with `latestBy`: `_key`, a key of the table, and `_latest`, the last date that the star has for it. */
  readonly lastSeen?: string;
}

/**
 * A feed's rows beside what the star has: `_file`, `_line`, `_state` (`added`, `changed` or `same`) and the table's
 * columns. One row for each record, or for each key where the feed takes the latest record of a key.
 */
export function classifyRows(query: FeedQuery, dialect: Dialect): string {
  const { table, target, feed, lastSeen } = query;
  const key = keyOf(table);
  const names = table.columns.map((it) => it.name);
  const values = names.filter((it) => !key.includes(it));
  const isNewer = feed.latestBy && lastSeen ? ' and r._latest >= coalesce(l._latest, r._latest)' : '';
  const seen = isNewer ? ` left join ${lastSeen} l on l._key = r.${identifier(key[0]!)}` : '';
  return (
    `select r._file, r._line, case when t.${identifier(key[0]!)} is null then 'added' ` +
    `when (${differsIn(values, 't', 'r')})${isNewer} then 'changed' else 'same' end as _state, ${identifiers(names, 'r')} ` +
    `from (${feedRows(query, dialect)}) r left join ${target} t on ${sameIn(key, 't', 'r')}${seen}`
  );
}

function feedRows(query: FeedQuery, dialect: Dialect): string {
  const { feed, table, records } = query;
  const { select, joins } = feedValues(query, dialect);
  if (feed.latestBy === undefined) return `select s._file, s._line, ${select} from ${records} s${joins}`;
  const origin = feed.columns[keyOf(table)[0]!]!;
  const key = identifier('from' in origin ? origin.from : '');
  const latest = identifier(feed.latestBy);
  return (
    `select s._file, s._line, s.${latest} as _latest, ${select} from (` +
    `select c.*, row_number() over (partition by c.${key} order by c._file, c._line) as _nth from ${records} c ` +
    `join (select ${key} as _key, max(${latest}) as _latest from ${records} g group by ${key}) m ` +
    `on m._key = c.${key} and m._latest = c.${latest}) s${joins} where s._nth = 1`
  );
}

/** The columns of a feed's table as they follow from a record `s`, and the joins that look them up. */
export function feedValues(
  { source, feed, table, dimension }: Pick<FeedQuery, 'source' | 'feed' | 'table' | 'dimension'>,
  dialect: Dialect,
): { readonly select: string; readonly joins: string } {
  const joins: string[] = [];
  const value = (name: string): string => {
    const column = table.columns.find((it) => it.name === name)!;
    const origin: ColumnOrigin = feed.columns[name]!;
    if ('isoYearOf' in origin) return `cast(${dialect.isoYear(`s.${identifier(origin.isoYearOf)}`)} as smallint)`;
    if ('from' in origin) {
      const from = source.columns.find((it) => it.name === origin.from)!;
      const text = `s.${identifier(origin.from)}`;
      return from.type.kind === column.type.kind ? text : `cast(${text} as ${dialect.columnType(column.type)})`;
    }
    const alias = `d${joins.length}`;
    const { relation, dimension: looked } = dimension(origin.lookUp);
    joins.push(
      ` join ${relation} ${alias} on ${alias}.${identifier(looked.alternateKey!)} = s.${identifier(origin.by)}`,
    );
    return `${alias}.${identifier(looked.key)}`;
  };
  const select = table.columns.map((it) => `${value(it.name)} as ${identifier(it.name)}`).join(', ');
  return { select, joins: joins.join('') };
}

/**
 * The last day on which a fact has a row for each key of a dimension, as a relation of `_key` and `_latest`. The day is
 * the fact's own where there is no calendar.
 */
export function lastDays(
  fact: string,
  column: string,
  day: string,
  calendar?: { readonly table: string; readonly key: string; readonly day: string },
): string {
  if (!calendar) {
    const key = identifier(column);
    return `(select f.${key} as _key, max(f.${identifier(day)}) as _latest from ${fact} f group by f.${key})`;
  }
  return (
    `(select f.${identifier(column)} as _key, max(d.${identifier(calendar.day)}) as _latest from ${fact} f ` +
    `join ${calendar.table} d on d.${identifier(calendar.key)} = f.${identifier(day)} group by f.${identifier(column)})`
  );
}

/** Records that change something by one of `deltas` but nothing by `main`, counted by file. */
export function countOutside(deltas: readonly string[], main: string | undefined): string {
  const records = deltas.map((it) => `select _file, _line from ${it} where _state <> 'same'`).join(' union ');
  const outside = main
    ? ` where not exists (select 1 from ${main} m where m._file = r._file and m._line = r._line)`
    : '';
  return `select _file, count(*) as n from (${records}) r${outside} group by _file`;
}

/** Classified rows counted by file and state. */
export function countStates(classified: string): string {
  return `select _file, _state, count(*) as n from ${classified} r group by _file, _state`;
}
