/** Rows come from files, and what they say to a terminal must not reach it: control characters are spelled out. */
export function shownText(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (it) =>
    JSON.stringify(it)
      .slice(1, -1)
      .replace(/^[^\\]$/, '?'),
  );
}

/** The same for sentences of several lines, whose breaks stay. */
export const shownLines = (text: string): string => text.split('\n').map(shownText).join('\n');

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Columns of a terminal: two for the scripts of East Asia. */
export function widthOf(text: string): number {
  let columns = 0;
  for (const it of text) columns += wide.test(it) ? 2 : 1;
  return columns;
}
