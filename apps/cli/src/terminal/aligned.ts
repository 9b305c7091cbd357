import { shownText, widthOf } from './shown-text.ts';

/** Columns of equal width: the first `texts` to the left, the rest, numbers, to the right. */
export function aligned(rows: readonly (readonly string[])[], texts: number): string {
  const shown = rows.map((row) => row.map(shownText));
  const widths = rows[0]!.map((_, c) => shown.reduce((most, row) => Math.max(most, widthOf(row[c]!)), 0));
  const cell = (text: string, c: number) => {
    const space = ' '.repeat(widths[c]! - widthOf(text));
    return c < texts ? text + space : space + text;
  };
  return shown.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
