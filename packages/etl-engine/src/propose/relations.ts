import type { StarProposal } from '@tandem/data-model/contract';
import type { Warehouse } from '@tandem/ports';
import { readRows } from '../star/read-rows.ts';
import type { ProfiledColumn, ProfiledFile } from './profile-file.ts';

/** A column of a file. */
export interface Place {
  readonly file: ProfiledFile;
  readonly column: ProfiledColumn;
}

/** Share of a column's distinct values that must be keys of what it refers to. */
const shareThatMatches = 0.95;

/** What can be counted between columns, asked of the warehouse; what it found of references is kept as evidence. */
export class Relations {
  readonly #warehouse: Warehouse;
  readonly #found: StarProposal['references'] = [];

  constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse;
  }

  get found(): StarProposal['references'] {
    return this.#found;
  }

  /** Whether nearly all values of one column are among those of another. */
  async matches(from: Place, to: Place): Promise<boolean> {
    const [[values, matched] = []] = await readRows(
      this.#warehouse,
      `select cast(count(*) as double) as n, cast(count(b.v) as double) as m
       from (select distinct ${from.column.value} as v from ${from.file.table}) a
       left join (select distinct ${to.column.value} as v from ${to.file.table}) b on a.v = b.v where a.v is not null`,
    );
    if (Number(values) === 0 || Number(matched) < shareThatMatches * Number(values)) return false;
    const place = ({ file, column }: Place) => `${file.name}: ${column.name}`;
    const reference = { from: place(from), to: place(to), values: Number(values), matched: Number(matched) };
    if (!this.#found.some((it) => it.from === reference.from && it.to === reference.to)) this.#found.push(reference);
    return true;
  }

  /** How many different combinations of values the columns of a file have that are in `least` of its rows, and in how many rows they are. */
  async combinations(
    file: ProfiledFile,
    columns: readonly ProfiledColumn[],
    least = 1,
  ): Promise<{ readonly found: number; readonly rows: number }> {
    const values = columns.map((it, c) => `${it.value} as c${c}`).join(', ');
    const [[found, rows] = []] = await readRows(
      this.#warehouse,
      `select cast(count(*) as double) as found, cast(coalesce(sum(n), 0) as double) as n
       from (select count(*) as n from (select ${values} from ${file.table}) t group by ${columns.map((_, c) => `c${c}`).join()} having count(*) >= ${least}) u`,
    );
    return { found: Number(found), rows: Number(rows) };
  }

  /** The last day with a quarter of the rows that days usually have: a mistyped year has a row or two. Empty where there is no day. */
  async lastDay(file: ProfiledFile, day: ProfiledColumn): Promise<string> {
    const [[last] = []] = await readRows(
      this.#warehouse,
      `with days as (select v, count(*) as n from (select ${day.value} as v from ${file.table}) t where v is not null group by v)
       select max(v) as d from days where 4 * n >= (select median(n) from days)`,
    );
    return String(last ?? '');
  }

  /** The usual number of days from one value of a date column to the next. */
  async usualGap(file: ProfiledFile, day: ProfiledColumn): Promise<number> {
    const [[gap] = []] = await readRows(
      this.#warehouse,
      `select cast(coalesce(median(gap), 1) as double) as g from (
         select d - lag(d) over (order by d) as gap from (
           select distinct try_cast(left(${day.text}, 10) as date) as d from ${file.table}) t where d is not null) u`,
    );
    return Number(gap);
  }
}
