import { widthOf } from './shown-text.ts';

const gap = 2;
/** As narrow as a text is cut; what is shorter stays whole. */
const leastText = 12;
const instant = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z$/;

export interface Fitted {
  readonly rows: readonly (readonly string[])[];
  readonly texts: number;
  /** Heads of the columns that found no place. */
  readonly leftOut: readonly string[];
}

/**
 * A table within the width of a terminal, if it can be: instants go without their seconds first; then ids of other things
 * go, for they are of no use when cut; then long texts are cut, the longest most; then columns go from the right. The first
 * column, `id` and `name` stay, and ids, numbers and instants are never cut. The first row is the heads.
 */
export function fitted(whole: readonly (readonly string[])[], texts: number, width: number): Fitted {
  const rows = isWithin(whole, width) ? whole : whole.map((row) => row.map(toTheMinute));
  const heads = rows[0]!;
  const widest = widestOf(rows);
  const ofInstants = heads.map((_, c) => whole.some((row) => instant.test(row[c]!)));
  const isCut = (c: number) => c < texts && c > 0 && heads[c] !== 'id' && !ofInstants[c];
  const least = widest.map((it, c) => (isCut(c) ? Math.min(it, Math.max(leastText, widthOf(heads[c]!))) : it));
  let kept = heads.map((_, c) => c);
  const isTooWide = (of: readonly number[]) => kept.reduce((sum, c) => sum + of[c]! + gap, -gap) > width;
  const drop = (isFree: (c: number) => boolean, of: readonly number[]) => {
    for (const c of [...kept].reverse()) if (isTooWide(of) && isFree(c)) kept = kept.filter((it) => it !== c);
  };
  drop((c) => c > 0 && /-id$/.test(heads[c]!), widest);
  drop((c) => c > 0 && !['id', 'name'].includes(heads[c]!), least);
  const to = [...widest];
  while (isTooWide(to)) {
    const longest = kept.filter((c) => to[c]! > least[c]!).sort((a, b) => to[b]! - to[a]!)[0];
    if (longest === undefined) break;
    to[longest]! -= 1;
  }
  return {
    rows: rows.map((row) => kept.map((c) => cut(row[c]!, to[c]!))),
    texts: kept.filter((c) => c < texts).length,
    leftOut: heads.filter((_, c) => !kept.includes(c)),
  };
}

const widestOf = (rows: readonly (readonly string[])[]) =>
  rows[0]!.map((_, c) => rows.reduce((most, row) => Math.max(most, widthOf(row[c]!)), 0));
const isWithin = (rows: readonly (readonly string[])[], width: number) =>
  widestOf(rows).reduce((sum, it) => sum + it + gap, -gap) <= width;

/** `2026-11-26 20:24Z`: the Z says that it is UTC. */
const toTheMinute = (text: string) => text.replace(instant, '$1 $2Z');

/** The begin of a text, with an ellipsis where it is longer than so many columns. */
function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let begin = '';
  for (const it of text) {
    if (widthOf(begin) + widthOf(it) > columns - 1) break;
    begin += it;
  }
  return `${begin.trimEnd()}…`;
}
