import type { StarCheck } from './star-check.ts';

/**
 * Types that every warehouse can hold exactly. `flag` is 0 or 1, stored as smallint; `decimal` always states its
 * scale, because a bare one is (18,0) on Redshift and (18,3) on DuckDB; `text` counts characters, not bytes.
 */
export type ColumnType =
  | { readonly kind: 'smallint' | 'integer' | 'flag' | 'date' | 'timestamp' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'text'; readonly length: number };

/** A column of a table of the star. No column is nullable. */
export interface StarColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /** Dimension whose key this column holds. */
  readonly references?: string;
}

/** How a warehouse lays a table out; DuckDB needs no hint. */
export interface PhysicalHints {
  readonly redshift: { readonly distribution: 'all' | { readonly key: string }; readonly sortKey: readonly string[] };
}

/** What facts are about: one row for each key; changed attributes replace the old ones (type 1). */
export interface Dimension {
  readonly kind: 'dimension';
  readonly name: string;
  readonly description: string;
  readonly key: string;
  /** A second column that identifies a row, by which facts find it. The pair of both never changes. */
  readonly alternateKey?: string;
  readonly columns: readonly StarColumn[];
  readonly physical: PhysicalHints;
}

/** What was measured: one row for each value of the grain. */
export interface Fact {
  readonly kind: 'fact';
  readonly name: string;
  readonly description: string;
  readonly grain: readonly string[];
  readonly columns: readonly StarColumn[];
  readonly physical: PhysicalHints;
}

export type StarTable = Dimension | Fact;

/** A column of a file, as text is read; every field must have a value. `range` holds for numbers, bounds included. */
export interface SourceColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly range?: { readonly min: number; readonly max: number };
}

/**
 * Where a table's column gets its value: a column of the file; the key of the row of a dimension whose alternate key
 * equals a column of the file; or the year to which a date's ISO week belongs.
 */
export type ColumnOrigin =
  | { readonly from: string }
  | { readonly lookUp: string; readonly by: string }
  | { readonly isoYearOf: string };

/** What a source brings to one table. */
export interface Feed {
  readonly table: string;
  /** An origin for every column of the table. */
  readonly columns: Readonly<Record<string, ColumnOrigin>>;
  /**
   * Only where many records of a file describe one row of a dimension: the record with the greatest value of this
   * date column wins. It replaces a known row unless the fact of the same source has a later date for it, so that an
   * older file never undoes a newer one.
   */
  readonly latestBy?: string;
}

/** A kind of file, recognised by its header alone. The last feed takes one row from each record. */
export interface Source {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly SourceColumn[];
  readonly feeds: readonly Feed[];
}

/** Which part of the star is forecast, and what is known about it. */
export interface TrainingView {
  readonly fact: string;
  readonly target: string;
  /** Grain column that tells one series from another. */
  readonly item: string;
  /** Grain column that orders a series; its dimension's alternate key is the timestamp, called `as`. */
  readonly time: string;
  readonly as: string;
  /** Facts at the same grain whose measures are known ahead; where a row is missing they have the value `fill`. */
  readonly known: readonly { readonly fact: string; readonly columns: readonly string[]; readonly fill: number }[];
  /** Attributes of the item's dimension. */
  readonly statics: readonly string[];
}

/**
 * A star schema as data: DDL, staging, merges, checks and the training query follow from it.
 * `name` is the schema in the warehouse that holds all its tables.
 */
export interface Star {
  readonly name: string;
  /** In the order in which they are filled. */
  readonly dimensions: readonly Dimension[];
  readonly facts: readonly Fact[];
  readonly sources: readonly Source[];
  readonly training: TrainingView;
  /** Claims beyond what follows from types, keys and references. */
  readonly checks?: readonly StarCheck[];
}

/** Dimensions, then facts: the order in which tables are made, filled and shown. */
export function tablesOf(star: Star): readonly StarTable[] {
  return [...star.dimensions, ...star.facts];
}

/** The columns that identify a row. */
export function keyOf(table: StarTable): readonly string[] {
  return table.kind === 'fact' ? table.grain : [table.key];
}
