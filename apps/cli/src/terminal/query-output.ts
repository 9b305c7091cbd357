import { type Cell, isNumericType, type QueryReply, queryCsv } from '@tandem/data-model/contract';

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
  const widths = names.map((_, c) => lines.reduce((most, line) => Math.max(most, width(line[c]!)), 0));
  const padded = (cell: string, c: number) => {
    const space = ' '.repeat(widths[c]! - width(cell));
    return right[c] ? space + cell : cell + space;
  };
  const rule = widths.map((it) => '-'.repeat(it)).join('  ');
  const [head, ...body] = lines.map((line) => line.map(padded).join('  ').trimEnd());
  return [head, rule, ...body].map((it) => `${it}\n`).join('');
}

/** Rows come from files, and what they say to a terminal must not reach it: control characters are spelled out. */
function shown(cell: Cell): string {
  if (cell === null) return 'NULL';
  return String(cell).replaceAll(/\p{Cc}/gu, (it) =>
    JSON.stringify(it)
      .slice(1, -1)
      .replace(/^[^\\]$/, '?'),
  );
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Columns of a terminal: two for the scripts of East Asia. */
function width(text: string): number {
  let columns = 0;
  for (const it of text) columns += wide.test(it) ? 2 : 1;
  return columns;
}
