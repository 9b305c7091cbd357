import type { Cell, QueryReply } from '@tandem/data-model/contract';
import { shownText, widthOf } from './shown-text.ts';

export const queryFormats = ['table', 'csv', 'json'] as const;
export type QueryFormat = (typeof queryFormats)[number];

/** The rows of a reply as text: columns of equal width, CSV as RFC 4180 has it, or a JSON array of one object a row. */
export function queryOutput({ columns, rows }: Pick<QueryReply, 'columns' | 'rows'>, format: QueryFormat): string {
  const names = columns.map(({ name }) => name);
  switch (format) {
    case 'table':
      return table(
        names,
        rows,
        columns.map(({ type }) => isNumeric(type)),
      );
    case 'csv':
      return [names, ...rows].map((row) => `${row.map(csvField).join(',')}\n`).join('');
    case 'json': {
      const lines = rows.map((row) => JSON.stringify(Object.fromEntries(names.map((name, c) => [name, row[c]!]))));
      return `[${lines.join(',\n')}]\n`;
    }
  }
}

function table(names: readonly string[], rows: readonly (readonly Cell[])[], right: readonly boolean[]): string {
  const lines = [names, ...rows].map((row) => row.map(shown));
  const widths = names.map((_, c) => lines.reduce((most, line) => Math.max(most, widthOf(line[c]!)), 0));
  const padded = (cell: string, c: number) => {
    const space = ' '.repeat(widths[c]! - widthOf(cell));
    return right[c] ? space + cell : cell + space;
  };
  const rule = widths.map((it) => '-'.repeat(it)).join('  ');
  const [head, ...body] = lines.map((line) => line.map(padded).join('  ').trimEnd());
  return [head, rule, ...body].map((it) => `${it}\n`).join('');
}

const isNumeric = (type: string): boolean =>
  /^(U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|FLOAT|DOUBLE|DECIMAL)/.test(type);

const shown = (cell: Cell): string => (cell === null ? 'NULL' : shownText(String(cell)));

function csvField(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
