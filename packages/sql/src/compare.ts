import { identifier } from './quote.ts';

/** `a."x" = b."x" and …` for columns that are never null. */
export function sameIn(columns: readonly string[], a: string, b: string): string {
  return columns.map((it) => `${a}.${identifier(it)} = ${b}.${identifier(it)}`).join(' and ');
}

/** `a."x" <> b."x" or …` for columns that are never null; false where there are no columns. */
export function differsIn(columns: readonly string[], a: string, b: string): string {
  if (columns.length === 0) return 'false';
  return columns.map((it) => `${a}.${identifier(it)} <> ${b}.${identifier(it)}`).join(' or ');
}
