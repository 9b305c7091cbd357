import { Cancelled, InvalidInput } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { literal } from '@tandem/sql';
import { fieldsOf } from '../csv/header.ts';
import { texts } from './read-columns.ts';

/** The table's own column: the record's number in its file. */
export const rowNumber = 'tandem_row';

/** A name that no column of a table has: for what is counted within it. */
export const ordinal = 'tandem_nth';

/**
 * Reads a CSV file, plain or .gz, into a table of a DuckDB warehouse, every field as text, empty ones as null. Nothing
 * about the file is guessed: DuckDB's guesses would take items that begin with `#` for comments and drop their rows.
 *
 * @throws InvalidInput for a file that is no CSV, naming the line, or that lacks a column of `needed`
 */
export async function readCsvTable(
  warehouse: Warehouse,
  table: string,
  file: string,
  needed: readonly string[],
): Promise<void> {
  const address = literal(file);
  let names: readonly string[] = [];
  const options = `auto_detect = false, hive_partitioning = false, skip = 0, comment = ''`;
  try {
    const [header = ''] = await texts(
      warehouse,
      // A separator that no text has, so that a line is one field.
      `select line from read_csv(${address}, ${options}, header = false, delim = '\x1f', quote = '', escape = '', columns = {'line': 'varchar'}) limit 1`,
    );
    names = fieldsOf(header).map(unquoted);
    const columns = distinct(names).map((it) => `${literal(it)}: 'varchar'`);
    await warehouse.run(
      `create table ${table} as select row_number() over () as ${rowNumber}, * from read_csv(${address}, ${options}, ignore_errors = false,
        header = true, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {${columns.join(', ')}})`,
    );
  } catch (cause) {
    if (cause instanceof Cancelled) throw cause;
    throw new InvalidInput(
      `${file} cannot be read as CSV: ${reason(cause)}`,
      'Give a CSV file in UTF-8 with a header, plain or gzip-compressed (.gz).',
      { cause },
    );
  }
  const present = await columnsOf(warehouse, table);
  refuseHidden(file, names, present, needed);
  const missing = needed.filter((it) => !present.includes(it));
  if (missing.length > 0) {
    throw new InvalidInput(
      `${file} has no column ${missing.join(', ')}; it has ${present.join(', ')}.`,
      'Name the columns with --item, --group, --time, --target, --known and --past; capital letters count.',
    );
  }
}

/** Refuses a needed column that another one hides: of the file, where the names differ by case only, or of the table. */
function refuseHidden(
  file: string,
  names: readonly string[],
  present: readonly string[],
  needed: readonly string[],
): void {
  const hidden = needed.find((it) => names.includes(it) && !present.includes(it));
  if (hidden === undefined) return;
  const twin = names.find((it) => it !== hidden && it.toLowerCase() === hidden.toLowerCase());
  throw new InvalidInput(
    twin === undefined
      ? `${file} has a column ${hidden}, a name that is kept for other use.`
      : `${file} has columns ${twin} and ${hidden}, which differ by case only: of such columns the first alone can be used.`,
    `Rename ${hidden} in the file, and name it so.`,
  );
}

/** The columns of the file behind a table, in its order. */
export async function columnsOf(warehouse: Warehouse, table: string): Promise<string[]> {
  return (await texts(warehouse, `select column_name from (describe ${table})`)).filter((it) => it !== rowNumber);
}

const unquoted = (field: string) => field.replace(/^"(.*)"$/, '$1').replaceAll('""', '"');

/** SQL names are the same whatever their case: a later column of the same name gets a number. */
function distinct(names: readonly string[]): string[] {
  const seen = new Set([rowNumber, ordinal]);
  return names.map((name, c) => {
    let own = name === '' ? `column${c}` : name;
    for (let n = 1; seen.has(own.toLowerCase()); n++) own = `${name}_${n}`;
    seen.add(own.toLowerCase());
    return own;
  });
}

/** The line and what is wrong with it, where DuckDB says so; else the first line of what it says. */
function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const [, line, fault] =
    /Error on Line: (\d+)\n(?:Original Line: .*?\n+)?((?:Expected|Value|Invalid|Maximum)[^\n]*)/s.exec(text) ?? [];
  return line && fault ? `line ${line}: ${fault}` : text.split('\n')[0]!;
}
