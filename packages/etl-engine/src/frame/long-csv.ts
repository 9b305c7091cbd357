import { type Frequency, InvalidInput } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { identifier } from '@tandem/sql';
import type { CovariateColumn, FrameSource } from './frame-source.ts';
import { numbers, texts } from './read-columns.ts';
import { columnsOf, readCsvTable, rowNumber } from './read-csv-table.ts';

/** Long CSV files (one row for each item and timestamp; plain or .gz), and what their columns mean. */
export interface LongCsv {
  readonly train: string;
  readonly future: string;
  /** One row for each item; every column but the item's is a static attribute. */
  readonly statics?: string;
  readonly frequency: Frequency;
  readonly item: string;
  readonly timestamp: string;
  readonly target: string;
  readonly known: readonly string[];
  readonly past: readonly string[];
}

export interface StagedCsv {
  readonly source: FrameSource;
  /** Query of the future file's rows in file order: item, ts (seconds since 1970), stamp (the text as it was). */
  readonly futureRows: string;
  readonly notes: readonly string[];
}

/**
 * Reads long CSV files into tables of a DuckDB warehouse, every field as text, then types it: a column is numeric
 * where every value in every file is a number, else a category. Rows of the history that lie at or after an item's first row to
 * forecast are not used, so nothing is forecast from its own future.
 *
 * @throws InvalidInput for a future file without rows, naming file and column that is missing, or the first value that is no item, timestamp or number
 */
export async function stageLongCsv(warehouse: Warehouse, csv: LongCsv): Promise<StagedCsv> {
  const notes: string[] = [];
  // Rows are numbered as they are read, so they must be read in order.
  await warehouse.run('set preserve_insertion_order = true');
  await readCsvTable(warehouse, 'raw_train', csv.train, [
    csv.item,
    csv.timestamp,
    csv.target,
    ...csv.known,
    ...csv.past,
  ]);
  await readCsvTable(warehouse, 'raw_future', csv.future, [csv.item, csv.timestamp, ...csv.known]);
  await refuseEmpty(warehouse, 'raw_future', csv.future);
  if (csv.statics) await readCsvTable(warehouse, 'raw_statics', csv.statics, [csv.item]);
  const staticNames = csv.statics ? (await columnsOf(warehouse, 'raw_statics')).filter((it) => it !== csv.item) : [];
  for (const [table, file] of [
    ['raw_train', csv.train],
    ['raw_future', csv.future],
  ] as const) {
    await refuseFirst(
      warehouse,
      table,
      file,
      csv.timestamp,
      'a timestamp such as 2026-11-23 or 2026-11-23 14:00:00',
      'isfinite(try_cast(NAME as timestamp)) is not true',
    );
  }
  await refuseFirst(warehouse, 'raw_future', csv.future, csv.item, 'an item', 'NAME is null');
  await refuseFirst(
    warehouse,
    'raw_train',
    csv.train,
    csv.target,
    'a number',
    'NAME is not null and try_cast(NAME as double) is null',
  );

  const typed = async (names: readonly string[], tables: readonly string[]): Promise<CovariateColumn[]> =>
    Promise.all(
      names.map(async (name) => {
        const kind = (await isNumeric(warehouse, name, tables)) ? 'numeric' : 'category';
        return { name, column: `x_${name}`, kind } as const;
      }),
    );
  const known = await typed(csv.known, ['raw_train', 'raw_future']);
  const past = await typed(csv.past, ['raw_train']);
  const statics = await typed(staticNames, ['raw_statics']);

  const item = `${identifier(csv.item)} as item`;
  const ts = `cast(${identifier(csv.timestamp)} as timestamp) as ts`;
  const value = ({ name, column, kind }: CovariateColumn) =>
    `${kind === 'numeric' ? `cast(${identifier(name)} as double)` : identifier(name)} as ${identifier(column)}`;
  const list = (columns: readonly CovariateColumn[]) => columns.map((it) => `, ${value(it)}`).join('');
  await warehouse.run(`create table future as
    select ${rowNumber}, ${item}, ${ts}, ${identifier(csv.timestamp)} as stamp ${list(known)} from raw_future`);
  await warehouse.run(`create table history as
    select item, ts, case when isfinite(target) then target end as target ${columnList([...known, ...past])}
    from (select ${item}, ${ts}, cast(${identifier(csv.target)} as double) as target ${list([...known, ...past])} from raw_train) t
    left join (select item, min(ts) as first from future group by item) f using (item)
    where item is not null and (first is null or ts < first)`);
  if (csv.statics) {
    await warehouse.run(`create table statics as select ${item} ${list(statics)} from raw_statics
      qualify row_number() over (partition by item order by ${rowNumber}) = 1`);
  }
  notes.push(...(await countNotes(warehouse, csv)));
  return {
    source: {
      frequency: csv.frequency,
      history: 'history',
      future: 'future',
      ...(csv.statics ? { statics: { relation: 'statics', columns: statics } } : {}),
      known,
      past,
      end: 'own',
    },
    futureRows: `select item, cast(extract(epoch from ts) as double) as ts, stamp from future order by ${rowNumber}`,
    notes,
  };
}

async function refuseEmpty(warehouse: Warehouse, table: string, file: string): Promise<void> {
  const rows = await texts(warehouse, `select cast(${rowNumber} as varchar) from ${table} limit 1`);
  if (rows.length > 0) return;
  throw new InvalidInput(
    `${file} has a header and no row: nothing is asked for.`,
    'Give it a row for each item and timestamp to forecast.',
  );
}

/** Refuses a file of which some row is `wrong` (a condition on the column, called NAME), naming the first. */
async function refuseFirst(
  warehouse: Warehouse,
  table: string,
  file: string,
  column: string,
  expected: string,
  wrong: string,
): Promise<void> {
  const name = identifier(column);
  const [first] = await texts(
    warehouse,
    `select concat(${rowNumber} + 1, ': "', coalesce(${name}, ''), '"') from ${table}
     where ${wrong.replaceAll('NAME', () => name)} order by ${rowNumber} limit 1`,
  );
  if (first !== undefined) {
    throw new InvalidInput(`${file} line ${first} in column ${column} is not ${expected}.`, 'Mend or remove the row.');
  }
}

async function isNumeric(warehouse: Warehouse, column: string, tables: readonly string[]): Promise<boolean> {
  const name = identifier(column);
  for (const table of tables) {
    const bad = `select 1 as bad from ${table} where ${name} is not null and try_cast(${name} as double) is null limit 1`;
    for await (const [rows] of numbers(warehouse, bad)) if (rows!.length > 0) return false;
  }
  return true;
}

async function countNotes(warehouse: Warehouse, { item, target, statics }: LongCsv): Promise<string[]> {
  const count = async (from: string) => {
    const [rows] = await texts(warehouse, `select cast(count(*) as varchar) from ${from}`);
    return Number(rows);
  };
  const infinite = await count(`raw_train where not isfinite(cast(${identifier(target)} as double))`);
  const nameless = await count(`raw_train where ${identifier(item)} is null`);
  const late = (await count('raw_train')) - nameless - (await count('history'));
  const repeated = statics ? (await count('raw_statics')) - (await count('statics')) : 0;
  return [
    ...(infinite > 0 ? [`${infinite} values of ${target} are infinite or NaN: they count as missing.`] : []),
    ...(nameless > 0 ? [`${nameless} history rows have no ${item}: they were not used.`] : []),
    ...(late > 0
      ? [`${late} history rows stand at or after their item's first timestamp to forecast: they were not used.`]
      : []),
    ...(repeated > 0 ? [`${repeated} rows of ${statics} name an item again: the first row of each was used.`] : []),
  ];
}

const columnList = (columns: readonly CovariateColumn[]) => columns.map((it) => `, ${identifier(it.column)}`).join('');
