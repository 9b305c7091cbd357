import { fitted } from './fitted.ts';
import { shownText, widthOf } from './shown-text.ts';

/**
 * Columns of equal width: the first `texts` to the left, the rest, numbers, to the right. Where the width of a terminal is
 * given, texts are cut and columns left out to fit into it, and a last line names those.
 */
export function aligned(rows: readonly (readonly string[])[], texts: number, width?: number): string {
  const shown = rows.map((row) => row.map(shownText));
  if (width === undefined) return table(shown, texts);
  const { leftOut, ...it } = fitted(shown, texts, width);
  const more = leftOut.length > 0 ? [`--wide shows also ${leftOut.join(', ')}`] : [];
  return [table(it.rows, it.texts), ...more].join('\n');
}

function table(shown: readonly (readonly string[])[], texts: number): string {
  const widths = shown[0]!.map((_, c) => shown.reduce((most, row) => Math.max(most, widthOf(row[c]!)), 0));
  const cell = (text: string, c: number) => {
    const space = ' '.repeat(widths[c]! - widthOf(text));
    return c < texts ? text + space : space + text;
  };
  return shown.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
