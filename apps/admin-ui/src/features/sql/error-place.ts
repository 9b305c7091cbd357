import { ApiError } from '@tandem/client';

/** Where a statement is wrong: line and column from 1, the column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place that a refusal of a query names among its faults; undefined where it names none. */
export function errorPlace(error: unknown): Place | undefined {
  if (!(error instanceof ApiError)) return undefined;
  for (const { at } of error.faults) {
    const found = /^line (\d+), column (\d+)$/.exec(at);
    if (found) return { line: Number(found[1]), column: Number(found[2]) };
  }
  return undefined;
}

/** The word that stands at a place of a text, as offsets in UTF-16 units; at the end of the text the last character. */
export function rangeAt(text: string, { line, column }: Place): { from: number; to: number } {
  const before = text.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, it) => sum + it.length + 1, 0);
  const inLine = [...(text.split('\n')[line - 1] ?? '')].slice(0, column - 1).join('').length;
  const from = Math.min(start + inLine, Math.max(text.length - 1, 0));
  const word = /^(?:"[^"\n]*"|[\p{L}\p{N}_]+|.)/su.exec(text.slice(from))?.[0] ?? '';
  return { from, to: Math.min(from + word.length, text.length) };
}
