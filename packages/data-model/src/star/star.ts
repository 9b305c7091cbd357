import { z } from 'zod';
import { parseFrequency } from '../time.ts';
import { StarCheck } from './star-check.ts';
import { FieldName, name } from './star-names.ts';

const description = z.string().max(1_000).default('');

/**
 * Types that every warehouse can hold exactly. `flag` is 0 or 1, stored as smallint; `decimal` always states its
 * scale, because a bare one is (18,0) on Redshift and (18,3) on DuckDB; `text` counts characters, not bytes.
 */
export const ColumnType = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['smallint', 'integer', 'flag', 'date', 'timestamp']) }),
  z.strictObject({ kind: z.literal('decimal'), precision: z.int().min(1).max(38), scale: z.int().min(0).max(37) }),
  z.strictObject({ kind: z.literal('text'), length: z.int().min(1).max(16_383) }),
]);
export type ColumnType = z.output<typeof ColumnType>;

/** A column of a table of the star. No column is nullable. */
export const StarColumn = z.strictObject({
  name,
  type: ColumnType,
  description,
  references: name.describe('Dimension whose key this column holds').exactOptional(),
  history: z
    .enum(['type 1', 'type 2'])
    .describe(
      'What a change of an attribute of a dimension does: replace the old value (type 1, also where nothing is said), ' +
        'or keep it in a version of the row that ends as the new one begins (type 2)',
    )
    .exactOptional(),
});
export type StarColumn = z.output<typeof StarColumn>;

const Encoding = z.enum(['raw', 'az64', 'bytedict', 'delta', 'lzo', 'runlength', 'text255', 'zstd']);

/** How a warehouse lays a table out; DuckDB needs no hint. */
export const PhysicalHints = z
  .strictObject({
    redshift: z
      .strictObject({
        distribution: z
          .union([z.enum(['auto', 'all', 'even']), z.strictObject({ key: name })])
          .default('auto')
          .describe('Where rows lie: all on each node, evenly, by the hash of a column, or as Redshift decides'),
        sortKey: z.array(name).max(400).default([]),
        encoding: z
          .record(name, Encoding)
          .describe('Compression by column; Redshift chooses where it is not said')
          .exactOptional(),
      })
      .prefault({}),
  })
  .prefault({});
export type PhysicalHints = z.output<typeof PhysicalHints>;

/** What facts are about: one row for each key, or one for each of its versions where an attribute keeps its past. */
export const Dimension = z.strictObject({
  kind: z.literal('dimension').default('dimension'),
  name,
  description,
  key: name,
  alternateKey: name
    .describe('A second column that identifies a row, by which facts find it; the pair of both never changes')
    .exactOptional(),
  columns: z.array(StarColumn).min(1).max(500),
  physical: PhysicalHints,
});
export type Dimension = z.output<typeof Dimension>;

/** What was measured: one row for each value of the grain. */
export const Fact = z.strictObject({
  kind: z.literal('fact').default('fact'),
  name,
  description,
  grain: z.array(name).min(1).max(8).describe('The columns that identify a row'),
  columns: z.array(StarColumn).min(1).max(500),
  physical: PhysicalHints,
});
export type Fact = z.output<typeof Fact>;

export type StarTable = Dimension | Fact;

/** A column of a file, as text is read; every field must have a value. `range` holds for numbers, bounds included. */
export const SourceColumn = z.strictObject({
  name: FieldName,
  type: ColumnType,
  range: z.strictObject({ min: z.number(), max: z.number() }).exactOptional(),
});
export type SourceColumn = z.output<typeof SourceColumn>;

/**
 * Where a table's column gets its value: a column of the file; the key of the row of a dimension whose alternate key
 * equals a column of the file; or the year to which a date's ISO week belongs.
 */
export const ColumnOrigin = z.union([
  z.strictObject({ from: FieldName }),
  z.strictObject({ lookUp: name, by: FieldName }),
  z.strictObject({ isoYearOf: FieldName }),
]);
export type ColumnOrigin = z.output<typeof ColumnOrigin>;

/** What a source brings to one table. */
export const Feed = z.strictObject({
  table: name,
  columns: z.record(name, ColumnOrigin).describe('An origin for every column of the table'),
  latestBy: FieldName.describe(
    'Only where many records of a file describe one row of a dimension: the record with the greatest value of this ' +
      'date column wins. It replaces a known row unless the fact of the same source has a later date for it, so that ' +
      'an older file never undoes a newer one.',
  ).exactOptional(),
  validFrom: FieldName.describe(
    'Only for a dimension with type 2 attributes: the date column that tells since when a record holds. Without it a ' +
      'change holds from the day of latestBy, or else of the load.',
  ).exactOptional(),
});
export type Feed = z.output<typeof Feed>;

/** A kind of file, recognised by its header alone. The last feed takes one row from each record. */
export const Source = z.strictObject({
  name,
  description,
  columns: z.array(SourceColumn).min(1).max(500),
  feeds: z.array(Feed).min(1).max(20),
});
export type Source = z.output<typeof Source>;

/** Days and longer: files hold days. */
const frequency = z.string().refine((it) => {
  try {
    return ['D', 'W', 'M', 'Q', 'Y'].includes(parseFrequency(it).unit);
  } catch {
    return false;
  }
}, 'D, W, M, Q or Y, with an optional count before it, as in 2W');

/** Which part of the star is forecast, and what is known about it. */
export const TrainingView = z.strictObject({
  fact: name,
  target: name,
  item: name.describe('Grain column that tells one series from another; its dimension has the attributes'),
  time: name.describe(
    'Grain column that orders a series: a date, or a reference to a dimension whose alternate key is one',
  ),
  as: name.describe('What the timestamp is called'),
  frequency: frequency.default('D').describe('Step of the series'),
  known: z
    .array(z.strictObject({ fact: name, columns: z.array(name).min(1), fill: z.number() }))
    .default([])
    .describe('Facts at the same grain whose measures are known ahead; a missing row has the value `fill`'),
  statics: z.array(name).default([]).describe("Attributes of the item's dimension"),
});
export type TrainingView = z.output<typeof TrainingView>;

/**
 * A star schema as data: DDL, staging, merges, checks and the training query follow from it. This is its form alone;
 * `StarDefinition` also checks that its parts fit each other.
 */
export const StarForm = z.strictObject({
  name: name
    .refine(
      (it) => !reservedSchemas.has(it) && !it.startsWith('pg_'),
      'a name that no schema of a warehouse has already, unlike main, public or forecast',
    )
    .describe('The schema in the warehouse that holds all tables'),
  dimensions: z.array(Dimension).min(1).max(100).describe('In the order in which they are filled'),
  facts: z.array(Fact).min(1).max(100),
  sources: z.array(Source).min(1).max(100),
  training: TrainingView,
  checks: z
    .array(StarCheck)
    .max(500)
    .default([])
    .describe('Claims beyond what follows from types, keys and references'),
});
export type Star = z.output<typeof StarForm>;

const reservedSchemas = new Set([
  'main',
  'public',
  'staging',
  'tandem_staging',
  'forecast',
  'information_schema',
  'memory',
  'system',
  'temp',
]);

/** Dimensions, then facts: the order in which tables are made, filled and shown. */
export function tablesOf(star: Star): readonly StarTable[] {
  return [...star.dimensions, ...star.facts];
}

/** The columns that identify a row. */
export function keyOf(table: StarTable): readonly string[] {
  return table.kind === 'fact' ? table.grain : [table.key];
}

/** The dimension whose rows are what is forecast; a star that was checked has it. */
export function itemDimensionOf({ facts, dimensions, training }: Star): Dimension {
  const references = facts
    .find((it) => it.name === training.fact)
    ?.columns.find((it) => it.name === training.item)?.references;
  const dimension = dimensions.find((it) => it.name === references);
  if (!dimension) throw new Error(`the item ${training.item} references no dimension`);
  return dimension;
}
