import { counted } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { identifier } from '@tandem/sql';
import type { LongCsv } from './long-csv.ts';
import { rowNumber } from './read-csv-table.ts';

/** Columns of the raw tables that are read as numbers. */
export interface NumericColumns {
  readonly train: readonly string[];
  readonly future: readonly string[];
}

/**
 * What of long CSV files was not used, or not as it stands, in sentences that name the first of each kind. Reads the
 * tables that `stageLongCsv` makes.
 */
export async function csvNotes(warehouse: Warehouse, csv: LongCsv, numeric: NumericColumns): Promise<string[]> {
  const { train, future, item } = csv;
  const notes: string[] = [];
  const say = async (from: string, example: string, sentence: (count: number, first: string) => string) => {
    const sql = `select cast(count(*) as varchar) as n, cast(min_by(${example}, row_at) as varchar) as example from (${from}) t`;
    for await (const { columns } of warehouse.rows(sql)) {
      const [count, first] = columns.map((it) => String(it.values[0]));
      if (count !== '0') notes.push(sentence(Number(count), first!));
    }
  };
  const line = `concat('line ', row_at + 1)`;
  const named = `concat(item, ' in line ', row_at + 1)`;
  const raw = `select ${rowNumber} as row_at, ${identifier(item)} as item from`;
  for (const [table, file, columns] of [
    ['raw_train', train, numeric.train],
    ['raw_future', future, numeric.future],
  ] as const) {
    for (const column of columns) {
      const infinite = `${raw} ${table} where not isfinite(cast(${identifier(column)} as double))`;
      await say(
        infinite,
        named,
        (n, first) =>
          `${counted(n, `value of ${column} in ${file} is`, `values of ${column} in ${file} are`)} infinite or NaN, e.g. of ${first}: ${n === 1 ? 'it counts' : 'they count'} as missing.`,
      );
    }
  }
  await say(
    `${raw} raw_train where ${identifier(item)} is null`,
    line,
    (n, first) => `${counted(n, 'history row has', 'history rows have')} no ${item}, e.g. ${first}: ${unused(n)}.`,
  );
  await say(
    `select row_at, item from late`,
    named,
    (n, first) =>
      `${counted(n, 'history row stands at or after its', 'history rows stand at or after their')} item's first timestamp to forecast, e.g. of ${first}: ${unused(n)}.`,
  );
  await say(
    `select min(row_at) as row_at, item from history group by item having count(target) = 0`,
    'item',
    (n, first) =>
      `${counted(n, `item of ${train} has`, `items of ${train} have`)} rows but no value of ${csv.target}, e.g. ${first}.`,
  );
  await say(
    `select min(row_at) as row_at, item from future anti join history using (item) group by item`,
    'item',
    (n, first) =>
      `${counted(n, `item of ${future} has`, `items of ${future} have`)} no row in ${train} before what is asked, e.g. ${first}.`,
  );
  await say(
    `select min(row_at) as row_at, item from history anti join future using (item) group by item`,
    'item',
    (n, first) =>
      `${counted(n, `item of ${train} is`, `items of ${train} are`)} not asked for in ${future}, e.g. ${first}: only learned from, not forecast.`,
  );
  if (csv.statics) {
    await say(
      `select ${rowNumber} as row_at, ${identifier(item)} as item from repeated_statics`,
      named,
      (n, first) =>
        `${counted(n, `row of ${csv.statics} names`, `rows of ${csv.statics} name`)} an item again, e.g. ${first}: the first row of each item was used.`,
    );
  }
  return notes;
}

const unused = (count: number) => (count === 1 ? 'it was not used' : 'they were not used');
