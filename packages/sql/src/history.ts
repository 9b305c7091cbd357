import { beginningOfTime, type Dimension, endOfTime } from '@tandem/data-model';
import type { Dialect } from './dialect.ts';
import { type FeedQuery, feedValues } from './feed.ts';
import { identifier, identifiers, literal } from './quote.ts';

export interface HistoryQuery extends FeedQuery {
  readonly table: Dimension;
  /** Since when a record holds: since the day in a column of its own, or since that of the load, as `2026-11-23`. */
  readonly since: { readonly column: string } | { readonly day: string };
}

/**
 * The records of a feed that tell something of a dimension with versions: `_file`, `_line`, `_day` since when the record
 * holds, `_version` and `_since` of the current version of its key, the table's columns, `_changes` where a type 2
 * attribute differs from the record before it or else from the current version, and `_last` of each key. A record from
 * before the current version, or before the last day that the star has seen of its key, tells nothing new.
 */
export function observations(query: HistoryQuery, dialect: Dialect): string {
  const { table, target, records, lastSeen, since } = query;
  const names = table.columns.map((it) => it.name);
  const kept = table.columns.filter((it) => isKept(it));
  const key = identifier(table.key);
  const { select, joins } = feedValues(query, dialect);
  const given = 'day' in since ? asDay(since.day) : `s.${identifier(since.column)}`;
  // A load whose clock is behind corrects the current version; it is not passed over.
  const day = 'day' in since ? 'case when c.valid_from > r._day then c.valid_from else r._day end' : 'r._day';
  const wasKept = kept.map((it, k) => `, c.${identifier(it.name)} as _was${k}`).join('');
  const told =
    `select r._file, r._line, ${day} as _day, c.version_key as _version, c.valid_from as _since, ` +
    `${identifiers(names, 'r')}${wasKept}, ` +
    `row_number() over (partition by r.${key}, r._day order by r._file, r._line) as _nth ` +
    `from (select s._file, s._line, ${given} as _day, ${select} from ${records} s${joins}) r ` +
    `left join ${target} c on c.${key} = r.${key} and c.is_current = 1` +
    `${lastSeen ? ` left join ${lastSeen} l on l._key = r.${key}` : ''} ` +
    `where (c.${key} is null or ${day} >= c.valid_from)${lastSeen ? ' and (l._latest is null or r._day >= l._latest)' : ''}`;

  const inOrder = `over (partition by o.${key} order by o._day)`;
  const before = kept.map((it, k) => `coalesce(lag(o.${identifier(it.name)}) ${inOrder}, o._was${k})`);
  const differs = kept.map((it, k) => `o.${identifier(it.name)} <> ${before[k]}`).join(' or ');
  return (
    `select * from (select o._file, o._line, o._day, o._version, o._since, ${identifiers(names, 'o')}, ` +
    `case when ${before[0]} is null or ${differs} then 1 else 0 end as _changes, ` +
    `case when lead(o._day) ${inOrder} is null then 1 else 0 end as _last from (${told}) o where o._nth = 1) m ` +
    'where _changes = 1 or _last = 1'
  );
}

/**
 * What the `observations` in a staging table change: `_file`, `_line`, `_state` (`added` or `changed`) and every column
 * of the table as the warehouse holds it. A version begins with each change; one that begins on the first day of the
 * current version corrects it. What is of type 1 is made the same in every version of a key.
 */
export function versionChanges(query: Pick<HistoryQuery, 'table' | 'target' | 'feed'>, observed: string): string {
  const key = identifier(query.table.key);
  const ofKey = `over (partition by ${key} order by _day)`;
  const from = {
    last: `(select * from ${observed} where _last = 1)`,
    starts: `(select o.*, lead(_day) ${ofKey} as _next, row_number() ${ofKey} as _nth from ${observed} o where _changes = 1)`,
  };
  return `${newVersions(query, from)} union all ${changedVersions(query, from)}`;
}

/** How many keys of a feed keep every row that they have. */
export function countUntouched(query: HistoryQuery, changes: string, dialect: Dialect): string {
  const key = identifier(query.table.key);
  const { select, joins } = feedValues(query, dialect);
  return (
    `select count(*) as n from (select distinct ${key} from (select ${select} from ${query.records} s${joins}) r) o ` +
    `where not exists (select 1 from ${changes} d where d.${key} = o.${key})`
  );
}

interface Observed {
  /** The last observation of each key, whose type 1 attributes count. */
  readonly last: string;
  /** The observations with which something changes: `_nth` of their key, and the day of the `_next`. */
  readonly starts: string;
}

function newVersions(
  { table, target, feed }: Pick<HistoryQuery, 'table' | 'target' | 'feed'>,
  { last, starts }: Observed,
): string {
  const key = identifier(table.key);
  const values = table.columns.map((it) => `${isReplaced(it, table) ? 'f' : 'v'}.${identifier(it.name)}`);
  const isFirst = 'v._version is null and v._nth = 1';
  const since = feed.validFrom ? 'v._day' : `case when ${isFirst} then ${asDay(beginningOfTime)} else v._day end`;
  return (
    `select v._file, v._line, cast('added' as varchar(8)) as _state, ${values.join(', ')}, ` +
    `cast(coalesce((select max(version_key) from ${target}), 0) + row_number() over (order by v.${key}, v._day) as integer) as version_key, ` +
    `${since} as valid_from, coalesce(v._next, ${asDay(endOfTime)}) as valid_to, ` +
    'cast(case when v._next is null then 1 else 0 end as smallint) as is_current ' +
    `from ${starts} v join ${last} f on f.${key} = v.${key} where not (${corrects('v')})`
  );
}

function changedVersions(
  { table, target }: Pick<HistoryQuery, 'table' | 'target'>,
  { last, starts }: Observed,
): string {
  const key = identifier(table.key);
  const end = asDay(endOfTime);
  const columns = table.columns.filter((it) => it.name !== table.key);
  const ofCurrent = (then: string, otherwise: string) =>
    `case when t.is_current = 1 then ${then} else ${otherwise} end`;
  const values = columns.map((it) => {
    const name = identifier(it.name);
    if (isReplaced(it, table)) return `f.${name}`;
    return `case when t.is_current = 1 and ${corrects('n')} then n.${name} else t.${name} end as ${name}`;
  });
  // `n` is the first change of the key: it corrects the current version, which then ends with the next, or it ends it.
  const until = `coalesce(case when ${corrects('n')} then n._next else n._day end, ${end})`;
  const standing =
    `select ${ofCurrent('coalesce(n._file, f._file)', 'f._file')} as _file, ` +
    `${ofCurrent('coalesce(n._line, f._line)', 'f._line')} as _line, t.${key}, ${values.join(', ')}, t.version_key, t.valid_from, ` +
    `${ofCurrent(until, 't.valid_to')} as valid_to, t.valid_to as _until, ` +
    `${columns.map((it, k) => `t.${identifier(it.name)} as _was${k}`).join(', ')} ` +
    `from ${target} t join ${last} f on f.${key} = t.${key} left join ${starts} n on n.${key} = t.${key} and n._nth = 1`;
  const differs = columns.map((it, k) => `c.${identifier(it.name)} <> c._was${k}`).join(' or ');
  const names = [...table.columns.map((it) => it.name), 'version_key', 'valid_from', 'valid_to'];
  return (
    `select c._file, c._line, cast('changed' as varchar(8)) as _state, ${identifiers(names, 'c')}, ` +
    `cast(case when c.valid_to = ${end} then 1 else 0 end as smallint) as is_current ` +
    `from (${standing}) c where ${differs} or c.valid_to <> c._until`
  );
}

const asDay = (day: string): string => `cast(${literal(day)} as date)`;

const isKept = ({ history }: Dimension['columns'][number]): boolean => history === 'type 2';

const isReplaced = (column: Dimension['columns'][number], { key }: Dimension): boolean =>
  column.name !== key && !isKept(column);

/** SQL that holds where an observation begins on the first day of the current version of its key. */
const corrects = (alias: string): string => `(${alias}._version is not null and ${alias}._day = ${alias}._since)`;
