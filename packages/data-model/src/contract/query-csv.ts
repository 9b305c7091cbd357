import type { QueryReply } from './queries.ts';
import type { Cell } from './tables.ts';

/**
 * An answer as CSV (RFC 4180, lines end with LF): null is an empty field, an empty text a quoted one. A text that a
 * spreadsheet would run as a formula begins with an apostrophe; numbers stay as they are, also those that are text for
 * want of digits.
 */
export function queryCsv({ columns, rows }: Pick<QueryReply, 'columns' | 'rows'>): string {
  const numeric = columns.map(({ type }) => isNumericType(type));
  const lines = [
    columns.map(({ name }) => field(name, false)),
    ...rows.map((row) => row.map((it, c) => field(it, numeric[c]!))),
  ];
  return lines.map((line) => `${line.join(',')}\n`).join('');
}

/** Whether a column of this type, as DuckDB spells it, holds numbers. */
export const isNumericType = (type: string): boolean =>
  /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|BIGNUM|FLOAT|DOUBLE|DECIMAL(?:\(\d+,\s*\d+\))?)$/.test(type);

/** How a formula, or what spreadsheets take for one, begins. */
const formula = /^[=+\-@\t\r]/;

function field(cell: Cell, isNumber: boolean): string {
  if (cell === null) return '';
  const text = typeof cell === 'string' && !isNumber && formula.test(cell) ? `'${cell}` : String(cell);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
