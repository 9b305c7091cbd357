import type { Source, Star } from '@tandem/data-model';
import { isJson, jsonNames } from '../rows/json-record.ts';
import { findForm } from './find-form.ts';
import { readHeader } from './header.ts';

/** The source that a header belongs to, or the one it comes nearest to and what it lacks. */
export interface Recognition {
  readonly source?: string;
  readonly nearest?: {
    readonly source: string;
    readonly missing: readonly string[];
    readonly unknown: readonly string[];
  };
}

/** Tells which source of the star a text is from its first bytes: CSV by its header, JSON Lines by their names. */
export function recogniseSource(star: Star, start: Uint8Array): Recognition {
  if (isJson(start)) return recogniseColumns(star, jsonNames(Buffer.from(start).toString('utf8')));
  const known = new Set(star.sources.flatMap((source) => source.columns.map((it) => it.name)));
  return recogniseColumns(star, readHeader(start, findForm(start, false, known)).names);
}

/**
 * Tells which source of the star has columns of these names, as they are compared: the one whose columns are all there,
 * in any order. Columns that it does not know are read over. Where several would do, it is the one that has all columns
 * of the others and more; where there is none such, none is told. `nearest` is given where at least half of a source's
 * columns are there.
 */
export function recogniseColumns(star: Star, columns: readonly string[]): Recognition {
  const names = new Set(columns);
  const missing = (source: Source) => source.columns.map((it) => it.name).filter((it) => !names.has(it));
  const unknown = (source: Source) => [...names].filter((name) => !source.columns.some((it) => it.name === name));
  const complete = star.sources.filter((it) => missing(it).length === 0);
  const [source, ...others] = complete.sort((a, b) => unknown(a).length - unknown(b).length);
  const isCovered = (it: Source) =>
    unknown(it).length > unknown(source!).length &&
    it.columns.every((c) => source!.columns.some((s) => s.name === c.name));
  if (source && others.every(isCovered)) return { source: source.name };
  const [nearest] = star.sources
    .filter((it) => missing(it).length * 2 <= it.columns.length)
    .sort((a, b) => missing(a).length - missing(b).length || unknown(a).length - unknown(b).length);
  if (!nearest) return {};
  return { nearest: { source: nearest.name, missing: missing(nearest), unknown: unknown(nearest) } };
}
