import type { Source, Star } from '@tandem/data-model';
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

/**
 * Tells which source of the star a file is from its first bytes (its name says nothing): the one whose columns it has,
 * in any order. Columns that no source knows are read over, unless two sources would do. `nearest` is given where at
 * least half of a source's columns are there.
 */
export function recogniseSource(star: Star, start: Uint8Array): Recognition {
  const known = new Set(star.sources.flatMap((source) => source.columns.map((it) => it.name)));
  const names = new Set(readHeader(start, findForm(start, false, known)).names);
  const missing = (source: Source) => source.columns.map((it) => it.name).filter((it) => !names.has(it));
  const unknown = (source: Source) => [...names].filter((name) => !source.columns.some((it) => it.name === name));
  const complete = star.sources.filter((it) => missing(it).length === 0);
  const exact = complete.filter((it) => unknown(it).length === 0);
  const [source, another] = exact.length > 0 ? exact : complete;
  if (source && !another) return { source: source.name };
  const [nearest] = star.sources
    .filter((it) => missing(it).length * 2 <= it.columns.length)
    .sort((a, b) => missing(a).length - missing(b).length || unknown(a).length - unknown(b).length);
  if (!nearest) return {};
  return { nearest: { source: nearest.name, missing: missing(nearest), unknown: unknown(nearest) } };
}
