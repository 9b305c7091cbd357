import { type Cell, isNumericType, type QueryReply, queryCsv } from '@tandem/data-model/contract';
import { shownText, widthOf } from './shown-text.ts';

export const queryFormats = ['table', 'csv', 'json'] as const;
export type QueryFormat = (typeof queryFormats)[number];

/** The rows of a reply as text: columns of equal width, CSV that no spreadsheet runs, or a JSON array of one object a row. */
export function queryOutput({ columns, rows }: Pick<QueryReply, 'columns' | 'rows'>, format: QueryFormat): string {
  const names = columns.map(({ name }) => name);
  switch (format) {
    case 'table':
      return table(
        names,
        rows,
        columns.map(({ type }) => isNumericType(type)),
      );
    case 'csv':
      return queryCsv({ columns, rows });
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

const shown = (cell: Cell): string => (cell === null ? 'NULL' : shownText(String(cell)));
