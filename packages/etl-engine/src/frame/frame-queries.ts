import { identifier } from '@tandem/sql';
import type { CovariateColumn, FrameSource } from './frame-source.ts';

/**
 * The queries that read a frame. Texts become integer codes in SQL, so that only numbers travel: items and the levels
 * of a category are numbered in text order.
 */
export interface FrameQueries {
  /** item, first and last (seconds since 1970) of its past and of its future rows, each null where there is none; in item order. */
  readonly items: string;
  /** i, s (seconds), target, known, past. */
  readonly history: RowQuery;
  /** i, s, known. */
  readonly future: RowQuery | undefined;
  /** i, static columns. */
  readonly statics: string | undefined;
  /** The levels of a categorical column, in code order. */
  levels(column: CovariateColumn): string;
}

/** Rows in any order, and the same by item, time and the source's own order, which does not change from one reading to the next. */
export interface RowQuery {
  readonly sql: string;
  readonly ordered: string;
}

const seconds = 'cast(extract(epoch from ts) as double precision)';
const none = 'cast(null as double precision)';

export function frameQueries(source: FrameSource): FrameQueries {
  const { history, future, statics, known, past } = source;
  const everyItem = [history, ...(future ? [future] : [])].map((it) => `select item from ${it} f`).join(' union all ');
  const items = `items as (select item, row_number() over (order by item) - 1 as i from (select distinct item from (${everyItem}) u where item is not null) v)`;
  const inKnown = new Set(known);

  const levels = (column: CovariateColumn): string => {
    const from = statics?.columns.includes(column)
      ? [statics.relation]
      : [history, ...(future && inKnown.has(column) ? [future] : [])];
    const values = from
      .map((it) => `select cast(${identifier(column.column)} as varchar) as v from ${it} f`)
      .join(' union ');
    return `select v, row_number() over (order by v) - 1 as code from (select distinct v from (${values}) u where v is not null) w`;
  };

  const coded = (relation: string, lead: string[], columns: readonly CovariateColumn[]): string => {
    const categories = columns.filter((it) => it.kind === 'category');
    const ctes = [items, ...categories.map((it, c) => `levels_${c} as (${levels(it)})`)];
    const select = columns.map((it) =>
      it.kind === 'category'
        ? `cast(levels_${categories.indexOf(it)}.code as double precision)`
        : `cast(r.${identifier(it.column)} as double precision)`,
    );
    const joins = categories.map(
      (it, c) => `left join levels_${c} on levels_${c}.v = cast(r.${identifier(it.column)} as varchar)`,
    );
    const named = [...lead, ...select].map((it, c) => `${it} as c${c}`).join(', ');
    return `with ${ctes.join(', ')} select ${named} from ${relation} r join items on items.item = r.item ${joins.join(' ')}`;
  };

  const lead = ['cast(items.i as double precision)', `${seconds}`];
  const pastRows = coded(history, [...lead, 'cast(r.target as double precision)'], [...known, ...past]);
  return {
    items: `with ${items},
      past as (select item, min(${seconds}) as first, max(${seconds}) as last from ${history} f where target is not null group by item)
      ${future ? `, ahead as (select item, min(${seconds}) as first, max(${seconds}) as last from ${future} f group by item)` : ''}
      select items.item as item, past.first as first, past.last as last,
        ${future ? 'ahead.first' : none} as first_future, ${future ? 'ahead.last' : none} as last_future
      from items left join past on past.item = items.item ${future ? 'left join ahead on ahead.item = items.item' : ''} order by items.i`,
    history: rowQuery(pastRows, 3 + known.length + past.length, source.row),
    future: future ? rowQuery(coded(future, lead, known), 2 + known.length, source.row) : undefined,
    statics: statics ? coded(statics.relation, ['cast(items.i as double precision)'], statics.columns) : undefined,
    levels: (column) => `select v from (${levels(column)}) l order by code`,
  };
}

function rowQuery(sql: string, columns: number, row: string | undefined): RowQuery {
  const order = row ? ['1', '2', `r.${identifier(row)}`] : Array.from({ length: columns }, (_, c) => c + 1);
  return { sql, ordered: `${sql} order by ${order.join(', ')}` };
}
