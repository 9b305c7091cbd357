import { type Frequency, InvalidInput } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { identifier, literal } from '@tandem/sql';
import type { CovariateColumn, FrameSource } from './frame-source.ts';
import { numbers, texts } from './read-columns.ts';

/** The staged tables' own column: the record's number in its file. */
const rowNumber = 'tandem_row';

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
 * @throws InvalidInput naming file and column that is missing, or the first value that is no timestamp or number
 */
export async function stageLongCsv(warehouse: Warehouse, csv: LongCsv): Promise<StagedCsv> {
  const notes: string[] = [];
  // Rows are numbered as they are read, so they must be read in order.
  await warehouse.run('set preserve_insertion_order = true');
  await read(warehouse, 'raw_train', csv.train, [csv.item, csv.timestamp, csv.target, ...csv.known, ...csv.past]);
  await read(warehouse, 'raw_future', csv.future, [csv.item, csv.timestamp, ...csv.known]);
  if (csv.statics) await read(warehouse, 'raw_statics', csv.statics, [csv.item]);
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
      'timestamp',
      'a timestamp such as 2026-11-23 or 2026-11-23 14:00:00',
    );
  }
  await refuseFirst(warehouse, 'raw_train', csv.train, csv.target, 'double', 'a number');

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
    select ${rowNumber}, ${item}, ${ts}, ${identifier(csv.timestamp)} as stamp ${list(known)} from raw_future where ${identifier(csv.item)} is not null`);
  await warehouse.run(`create table history as
    select item, ts, case when isfinite(target) then target end as target ${columnList([...known, ...past])}
    from (select ${item}, ${ts}, cast(${identifier(csv.target)} as double) as target ${list([...known, ...past])} from raw_train) t
    left join (select item, min(ts) as first from future group by item) f using (item)
    where item is not null and (first is null or ts < first)`);
  if (csv.statics) await warehouse.run(`create table statics as select ${item} ${list(statics)} from raw_statics`);
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

async function read(warehouse: Warehouse, table: string, file: string, needed: readonly string[]): Promise<void> {
  try {
    await warehouse.run(
      `create table ${table} as select row_number() over () as ${rowNumber}, * from read_csv(${literal(file)}, delim = ',', quote = '"', escape = '"', header = true, all_varchar = true, nullstr = '')`,
    );
  } catch (cause) {
    throw new InvalidInput(
      `${file} cannot be read as CSV: ${firstLine(cause)}`,
      'Give a CSV file with a header, plain or gzip-compressed (.gz).',
      { cause },
    );
  }
  const present = await columnsOf(warehouse, table);
  const missing = needed.filter((it) => !present.includes(it));
  if (missing.length > 0) {
    throw new InvalidInput(
      `${file} has no column ${missing.join(', ')}; it has ${present.join(', ')}.`,
      'Name the columns with --item, --time, --target, --known and --past.',
    );
  }
}

async function columnsOf(warehouse: Warehouse, table: string): Promise<string[]> {
  return (await texts(warehouse, `select column_name from (describe ${table})`)).filter((it) => it !== rowNumber);
}

/** Refuses a column of which some value is not of the type, naming the first by line. */
async function refuseFirst(
  warehouse: Warehouse,
  table: string,
  file: string,
  column: string,
  type: string,
  expected: string,
): Promise<void> {
  const name = identifier(column);
  const empty = type === 'timestamp' ? `${name} is null or` : '';
  const bad = `from ${table} where ${empty} (${name} is not null and try_cast(${name} as ${type}) is null)`;
  const [first] = await texts(
    warehouse,
    `select concat(${rowNumber} + 1, ': "', coalesce(${name}, ''), '"') ${bad} order by ${rowNumber} limit 1`,
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

async function countNotes(warehouse: Warehouse, { target }: LongCsv): Promise<string[]> {
  const count = async (sql: string) => {
    for await (const [value] of numbers(warehouse, sql)) if (value!.length > 0) return value![0]!;
    return 0;
  };
  const infinite = await count(
    `select cast(count(*) as double) from raw_train where not isfinite(cast(${identifier(target)} as double))`,
  );
  const late =
    (await count('select cast(count(*) as double) from raw_train')) -
    (await count('select cast(count(*) as double) from history'));
  return [
    ...(infinite > 0 ? [`${infinite} values of ${target} are infinite or NaN: they count as missing.`] : []),
    ...(late > 0
      ? [`${late} history rows stand at or after their item's first timestamp to forecast: they were not used.`]
      : []),
  ];
}

const columnList = (columns: readonly CovariateColumn[]) => columns.map((it) => `, ${identifier(it.column)}`).join('');

const firstLine = (cause: unknown) => String(cause instanceof Error ? cause.message : cause).split('\n')[0];
