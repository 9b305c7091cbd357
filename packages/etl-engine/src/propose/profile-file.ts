import { type ColumnType, FieldName } from '@tandem/data-model';
import type { ColumnProfile } from '@tandem/data-model/contract';
import type { Warehouse } from '@tandem/ports';
import { identifier, literal } from '@tandem/sql';
import { readRows } from '../star/read-rows.ts';
import type { TextTable } from './read-texts.ts';

/** A file as it was read: every field as text, in a table of the warehouse. */
export interface ProfiledFile {
  readonly name: string;
  readonly table: string;
  readonly rows: number;
  readonly isCut: boolean;
  readonly columns: readonly ProfiledColumn[];
  /** Names that no column of a source can have, so that those columns are left out. */
  readonly unfit: readonly string[];
}

export interface ProfiledColumn extends ColumnProfile {
  readonly type: ColumnType;
  /** The column's text in SQL, trimmed; null where it is empty. */
  readonly text: string;
  /** The same, equal for values that are the same number or day. */
  readonly value: string;
}

/** Records of each file that are looked at. */
export const mostRecords = 1_000_000;

/** A type is taken where so many of the values have its form; the others would be refused by name in a load. */
const shareThatParses = 0.95;

/** Counts, column by column, what the values of a file are. */
export async function profileFile(warehouse: Warehouse, { name, table, names }: TextTable): Promise<ProfiledFile> {
  const [[rows] = []] = await readRows(warehouse, `select count(*) as n from ${table}`);
  const fit = names.map((it) => FieldName.safeParse(it).success);
  const columns = await Promise.all(
    names.flatMap((it, c) => (fit[c] ? profileColumn(warehouse, table, `c${c}`, it) : [])),
  );
  const unfit = names.filter((_, c) => !fit[c]);
  return { name, table, rows: Math.min(Number(rows), mostRecords), isCut: Number(rows) > mostRecords, columns, unfit };
}

async function profileColumn(
  warehouse: Warehouse,
  table: string,
  field: string,
  name: string,
): Promise<ProfiledColumn> {
  const text = `nullif(trim(${identifier(field)}), '')`;
  const form = (pattern: string) => `regexp_full_match(v, ${literal(pattern)})`;
  const count = (condition: string) => `count(*) filter (where ${condition})`;
  const isWhole = form('[+-]?[0-9]+(\\.0*)?');
  const isNumber = form('[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)');
  const isDay = `(${form('[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]00:00:00(\\.0+)?)?')} and try_cast(left(v, 10) as date) is not null)`;
  const number = `case when ${isNumber} then try_cast(v as double) end`;
  const fraction = `case when ${isNumber} then length(rtrim(regexp_extract(v, '\\.([0-9]+)', 1), '0')) end`;
  const counted = [
    'count(v)',
    'count(distinct v)',
    count(isWhole),
    count(isNumber),
    count(isDay),
    count(form('[01](\\.0*)?')),
    count(form('0[0-9]+')),
    'coalesce(max(length(v)), 0)',
    `coalesce(max(${fraction}), 0)`,
    `min(${number})`,
    `max(${number})`,
    `min(case when ${isDay} then left(v, 10) end)`,
    `max(case when ${isDay} then left(v, 10) end)`,
    'min(v)',
    'max(v)',
    `count(*) - count(v)`,
  ];
  const [cells = []] = await readRows(
    warehouse,
    `select ${counted.map((it, c) => `${c < 11 || c === 15 ? `cast(${it} as double)` : it} as c${c}`).join(', ')} from (select ${text} as v from ${table}) t`,
  );
  const [values, distinct, wholes, numbers, days, flags, padded, longest, places] = cells.map(Number) as number[];
  const [least, most, firstDay, lastDay, firstText, lastText, empty] = cells.slice(9);
  const samples = await readRows(
    warehouse,
    `select distinct ${text} as v from ${table} where ${text} is not null order by v limit 3`,
  );
  const share = (n = 0) => (values ? n / values : 0);
  const counts = { values: values!, distinct: distinct!, empty: Number(empty), longest: longest!, places: places! };
  const parses = { integer: share(wholes), decimal: share(numbers), date: share(days), flag: share(flags) };
  const type = typeOf(name, counts, parses, share(padded), Number(least), Number(most));
  const [min, max] =
    type.kind === 'date' ? [firstDay, lastDay] : type.kind === 'text' ? [firstText, lastText] : [least, most];
  return {
    name,
    values: counts.values,
    empty: counts.empty,
    distinct: counts.distinct,
    parses,
    min: shown(min),
    max: shown(max),
    samples: samples.map(([it]) => shown(it) ?? ''),
    type,
    text,
    value: comparedAs(type, text),
  };
}

/** Whether it is called what keys are called. */
export const isKeyName = (name: string) => /(^|_)(id|key|code|no|name)$/.test(name);

/** Counts of what is rare are 0 or 1 too, nearly always. */
const shareOfFlags = 0.995;

function typeOf(
  name: string,
  { values, distinct, longest, places }: { values: number; distinct: number; longest: number; places: number },
  parses: ColumnProfile['parses'],
  padded: number,
  least: number,
  most: number,
): ColumnType {
  const text: ColumnType = { kind: 'text', length: Math.min(16_383, Math.max(10, Math.ceil((longest * 2) / 10) * 10)) };
  if (values === 0) return text;
  if (parses.date >= shareThatParses) return { kind: 'date' };
  // 007 is a name, not the number 7.
  if (padded > 0 || parses.decimal < shareThatParses) return text;
  if (parses.flag === 1 ? distinct === 2 : parses.flag >= shareOfFlags && distinct > 2) return { kind: 'flag' };
  const size = Math.max(Math.abs(least), Math.abs(most));
  // What is no number at all is refused in a load; a number that isn't whole says that the others need not be, but in a key.
  const isWhole = parses.integer >= (isKeyName(name) ? shareThatParses : parses.decimal);
  if (isWhole && size < 2 ** 31) return { kind: 'integer' };
  const scale = Math.min(Math.max(places, isWhole ? 0 : 2), 8);
  return { kind: 'decimal', precision: size < 10 ** (18 - scale) ? 18 : 38, scale };
}

function comparedAs({ kind }: ColumnType, text: string): string {
  if (kind === 'date') return `cast(try_cast(left(${text}, 10) as date) as varchar)`;
  if (kind === 'integer' || kind === 'flag') return `cast(cast(try_cast(${text} as double) as hugeint) as varchar)`;
  return text;
}

/** A value as text, cut short. */
function shown(value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
