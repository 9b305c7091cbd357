import { storedTables } from './history.ts';
import type { ColumnOrigin, Feed, Star } from './star.ts';

/** Where a column's values come from: a column of a source, and what is done with it on the way. */
export interface ColumnLineage {
  readonly source: string;
  readonly column: string;
  /** `copied` with its type; `looked-up`, as the key of the row of `through` that it names; or `derived` from it. */
  readonly how: 'copied' | 'looked-up' | 'derived';
  readonly through: string | null;
}

export interface TableLineage {
  readonly name: string;
  readonly kind: 'dimension' | 'fact';
  /** The sources that feed it. */
  readonly sources: string[];
  readonly columns: { readonly name: string; readonly from: ColumnLineage[] }[];
}

/** Which source columns each column of each table is made of, as the definition of the star has it. */
export function starLineage(star: Star): TableLineage[] {
  return storedTables(star).map(({ name, kind, columns }) => {
    const feeds = star.sources.flatMap((source) =>
      source.feeds.filter((it) => it.table === name).map((feed) => ({ source: source.name, feed })),
    );
    return {
      name,
      kind,
      sources: [...new Set(feeds.map((it) => it.source))],
      columns: columns.map((column) => ({
        name: column.name,
        from: feeds.flatMap(({ source, feed }) => {
          const origin = feed.columns[column.name];
          return origin ? [{ source, ...lineageOf(origin) }] : lineageOfVersion(column.name, feed, source);
        }),
      })),
    };
  });
}

function lineageOf(origin: ColumnOrigin): Omit<ColumnLineage, 'source'> {
  if ('from' in origin) return { column: origin.from, how: 'copied', through: null };
  if ('lookUp' in origin) return { column: origin.by, how: 'looked-up', through: origin.lookUp };
  return { column: origin.isoYearOf, how: 'derived', through: null };
}

/** The days of versions come from the file where it has a day; their numbers come from nowhere, and may be any. */
function lineageOfVersion(column: string, { validFrom, latestBy }: Feed, source: string): ColumnLineage[] {
  const day = validFrom ?? latestBy;
  if (day === undefined || column === 'version_key') return [];
  return [{ source, column: day, how: 'derived', through: null }];
}
