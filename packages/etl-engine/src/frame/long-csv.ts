import { type Frequency, InvalidInput } from '@tandem/data-model';
import type { TrainingJob } from '@tandem/data-model/contract';
import type { Warehouse } from '@tandem/ports';
import { identifier } from '@tandem/sql';
import { isNumeric, refuseEmpty, refuseFirst } from './csv-checks.ts';
import { csvNotes } from './csv-notes.ts';
import type { CovariateColumn, FrameSource } from './frame-source.ts';
import { gridNotes } from './grid-notes.ts';
import { columnsOf, ordinal, readCsvTable, rowNumber } from './read-csv-table.ts';

/** Long CSV files (one row for each item and timestamp; plain or .gz), and what their columns mean. */
export interface LongCsv extends Pick<TrainingJob, 'featureDataTypes' | 'transformations'> {
  readonly train: string;
  readonly future: string;
  /** Attributes: a row for each item, or for each item and what else of `grouping` it has columns of. */
  readonly statics?: string;
  readonly frequency: Frequency;
  readonly item: string;
  /** Columns that, with the item, tell one series from another. */
  readonly grouping: readonly string[];
  readonly timestamp: string;
  readonly target: string;
  readonly known: readonly string[];
  readonly past: readonly string[];
}

export interface StagedCsv {
  readonly source: FrameSource;
  /**
   * Query of the future file's rows in file order: item, ts (seconds since 1970), then the texts of item, grouping
   * columns and timestamp as they were.
   */
  readonly futureRows: string;
  readonly notes: readonly string[];
}

/**
 * Reads long CSV files into tables of a DuckDB warehouse, every field as text, then types it: as declared, else a
 * column is numeric where every value in every file is a number, and a category otherwise. Rows of the history that lie
 * at or after an item's first row to forecast are not used, so nothing is forecast from its own future.
 *
 * @throws InvalidInput for a future file without rows, naming file and column that is missing, or the first value that is no item, timestamp or number
 */
export async function stageLongCsv(warehouse: Warehouse, csv: LongCsv): Promise<StagedCsv> {
  const { item, grouping, timestamp, target } = csv;
  const keys = [item, ...grouping];
  // Rows are numbered as they are read, so they must be read in order.
  await warehouse.run('set preserve_insertion_order = true');
  // Texts are read a few times and dropped: to compress them took twice the time of reading them.
  await warehouse.run(`set force_compression = 'uncompressed'`);
  await readCsvTable(warehouse, 'raw_train', csv.train, [...keys, timestamp, target, ...csv.known, ...csv.past]);
  await readCsvTable(warehouse, 'raw_future', csv.future, [...keys, timestamp, ...csv.known]);
  await refuseEmpty(warehouse, 'raw_future', csv.future);
  if (csv.statics) await readCsvTable(warehouse, 'raw_statics', csv.statics, [item]);
  const attributes = csv.statics ? await columnsOf(warehouse, 'raw_statics') : [];
  refuseTwins(csv, attributes);
  await refuseValues(warehouse, csv);
  const typed = (names: readonly string[], tables: Readonly<Record<string, string>>) =>
    Promise.all(names.map((name) => typedColumn(warehouse, csv, name, tables)));
  const known = await typed(csv.known, { raw_train: csv.train, raw_future: csv.future });
  const past = await typed(csv.past, { raw_train: csv.train });
  const statics = await typed(
    attributes.filter((it) => !keys.includes(it)),
    { raw_statics: csv.statics ?? '' },
  );
  refuseUndeclarable(csv, [...known, ...past, ...statics]);

  const lead = `${seriesName(keys)} as item, cast(${identifier(timestamp)} as timestamp) as ts`;
  const texts = keys.map((it, k) => `, ${identifier(it)} as k${k}`).join('');
  await warehouse.run(`create table future as
    select ${rowNumber} as row_at, ${lead} ${texts}, ${identifier(timestamp)} as stamp ${values(known)} from raw_future`);
  // A series whose rows to forecast begin where its history does not end has history rows that came too late.
  const typedHistory = `(select ${rowNumber} as row_at, ${lead} ${grouping.length > 0 ? texts : ''},
      ${finite(target)} as target ${values([...known, ...past])} from raw_train where ${identifier(item)} is not null) t
    left join (select item, min(ts) as first from future group by item) f using (item)`;
  await warehouse.run(`create table history as select t.* from ${typedHistory} where first is null or ts < first`);
  await warehouse.run(`create table late as select row_at, item from ${typedHistory} where ts >= first`);
  const staticColumns = await stageStatics(warehouse, csv, attributes, statics);
  const isNumber = (it: CovariateColumn) => it.kind === 'numeric';
  const numericKnown = known.filter(isNumber).map((it) => it.name);
  const notes = [
    ...(await csvNotes(warehouse, csv, {
      train: [target, ...numericKnown, ...past.filter(isNumber).map((it) => it.name)],
      future: numericKnown,
    })),
    ...(await gridNotes(warehouse, 'history', csv.frequency)),
  ];
  // The texts are most of what was read, and nothing looks at them from here on.
  await warehouse.run('drop table raw_train; drop table raw_future');
  return {
    source: {
      frequency: csv.frequency,
      history: 'history',
      future: 'future',
      row: 'row_at',
      ...(staticColumns.length > 0 ? { statics: { relation: 'statics', columns: staticColumns } } : {}),
      targetName: target,
      known,
      past,
      transformations: csv.transformations,
      end: 'own',
    },
    futureRows: `select item, cast(extract(epoch from ts) as double) as ts ${keys.map((_, k) => `, k${k}`).join('')}, stamp
      from future order by row_at`,
    notes,
  };
}

/** Refuses an attribute that is a grouping column but for its case. */
function refuseTwins({ statics, grouping }: LongCsv, attributes: readonly string[]): void {
  for (const key of grouping) {
    const twin = attributes.find((it) => it !== key && it.toLowerCase() === key.toLowerCase());
    if (twin === undefined) continue;
    throw new InvalidInput(
      `${statics} has a column ${twin} and the series are told apart by ${key}: the names differ by case only.`,
      `Rename the column: to ${key} where it means the same, to another name where it does not.`,
    );
  }
}

async function refuseValues(warehouse: Warehouse, { train, future, item, timestamp, target }: LongCsv): Promise<void> {
  for (const [table, file] of [
    ['raw_train', train],
    ['raw_future', future],
  ] as const) {
    await refuseFirst(
      warehouse,
      table,
      file,
      timestamp,
      'a timestamp such as 2026-11-23 or 2026-11-23 14:00:00',
      'isfinite(try_cast(NAME as timestamp)) is not true',
    );
  }
  await refuseFirst(warehouse, 'raw_future', future, item, 'an item', 'NAME is null');
  await refuseFirst(warehouse, 'raw_train', train, target, 'a number', noNumber);
}

const noNumber = 'NAME is not null and try_cast(NAME as double) is null';

async function typedColumn(
  warehouse: Warehouse,
  { featureDataTypes }: LongCsv,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<CovariateColumn> {
  const declared = featureDataTypes[name];
  if (declared === 'numeric') {
    for (const [table, file] of Object.entries(files)) {
      await refuseFirst(warehouse, table, file, name, 'a number, which the column is declared to be', noNumber);
    }
  }
  const numeric = declared === 'numeric' || (!declared && (await isNumeric(warehouse, name, Object.keys(files))));
  return { name, column: `x_${name}`, kind: numeric ? 'numeric' : 'category' };
}

function refuseUndeclarable({ featureDataTypes, grouping }: LongCsv, columns: readonly CovariateColumn[]): void {
  const names = columns.map((it) => it.name);
  const stranger = Object.keys(featureDataTypes).find((it) => !names.includes(it));
  if (stranger === undefined) return;
  throw new InvalidInput(
    `A type is declared for ${stranger}, which is no covariate or attribute${grouping.includes(stranger) ? ': grouping columns are always categories' : ` (those are ${names.join(', ') || 'none'})`}.`,
    'Name it with --known or --past, or give it as a column of --static.',
  );
}

/**
 * One row of attributes for each series: its grouping columns, and the row of the file that has its item (and what else
 * of the grouping columns the file has).
 */
async function stageStatics(
  warehouse: Warehouse,
  { item, grouping, statics: file }: LongCsv,
  attributes: readonly string[],
  columns: readonly CovariateColumn[],
): Promise<CovariateColumn[]> {
  const groups = grouping.map((name): CovariateColumn => ({ name, column: `x_${name}`, kind: 'category' }));
  const shared = [item, ...grouping].filter((it) => attributes.includes(it));
  if (file) {
    const numbered = `select *, row_number() over (partition by ${shared.map(identifier).join(', ')} order by ${rowNumber}) as ${ordinal} from raw_statics`;
    await warehouse.run(`create table repeated_statics as select * from (${numbered}) n where ${ordinal} > 1`);
    await warehouse.run(`create table attributes as select * from (${numbered}) n where ${ordinal} = 1`);
  }
  if (grouping.length === 0) {
    if (file) {
      await warehouse.run(
        `create table statics as select ${identifier(item)} as item ${values(columns)} from attributes`,
      );
    }
    return [...columns];
  }
  const keys = [item, ...grouping];
  const series = ['history', 'future'].map((it) => `select item ${keys.map((_, k) => `, k${k}`).join('')} from ${it}`);
  const on = shared.map((it) => `s.k${keys.indexOf(it)} = a.${identifier(it)}`).join(' and ');
  await warehouse.run(`create table statics as
    select s.item ${groups.map((it, g) => `, s.k${g + 1} as ${identifier(it.column)}`).join('')} ${values(columns, 'a.')}
    from (${series.join(' union ')}) s ${file ? `left join attributes a on ${on}` : ''}`);
  return [...groups, ...columns];
}

/** A slash in a name is doubled, so that no two series get one name. */
function seriesName(keys: readonly string[]): string {
  if (keys.length === 1) return identifier(keys[0]!);
  return keys.map((it) => `replace(coalesce(${identifier(it)}, ''), '/', '//')`).join(` || ' / ' || `);
}

const finite = (name: string, from = '') => {
  const number = `cast(${from}${identifier(name)} as double)`;
  return `case when isfinite(${number}) then ${number} end`;
};

const values = (columns: readonly CovariateColumn[], from = '') =>
  columns
    .map(({ name, column, kind }) => {
      const value = kind === 'numeric' ? finite(name, from) : `${from}${identifier(name)}`;
      return `, ${value} as ${identifier(column)}`;
    })
    .join('');
