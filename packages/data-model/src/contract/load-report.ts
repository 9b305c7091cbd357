import { z } from 'zod';

/** Physical records of a file, without its header: `read = loaded + unchanged + rejected`. */
export const RowCounts = z
  .object({
    read: z.int(),
    loaded: z.int().describe('Added or changed'),
    unchanged: z.int().describe('Already there with the same values'),
    rejected: z.int(),
  })
  .meta({ id: 'RowCounts' });
export type RowCounts = z.infer<typeof RowCounts>;

/** What went in: a file of the load, with the counts of its records. */
export const LoadInput = RowCounts.extend({
  name: z.string(),
  source: z.string(),
  uploadId: z.string().nullable().default(null),
  sha256: z.string().nullable().default(null),
  bytes: z.int().nullable().default(null),
}).meta({ id: 'LoadInput' });
export type LoadInput = z.infer<typeof LoadInput>;

/** What came out, or would: a table of the star, and what became of its rows. */
export const LoadOutput = z
  .object({
    name: z.string(),
    added: z.int().default(0),
    changed: z.int().default(0),
    unchanged: z.int().default(0).describe('Rows that the files bring and the table has already'),
    removed: z.int().default(0).describe('Only where a load is reverted'),
    rejected: z.int().default(0).describe('Rejected records of the files that bring one row of this table each'),
    rows: z.int().describe('Rows of the table: after the load; of a plan, and of what failed, as it stands'),
    contentHash: z.string().describe('Of those rows; does not depend on row order'),
    snapshotKey: z.string().nullable().default(null).describe('The Parquet object that the load published'),
    columns: z
      .array(z.string())
      .describe('Columns of the table in words, such as `store_id integer key`, as the load wrote it')
      .exactOptional(),
  })
  .meta({ id: 'LoadOutput' });
export type LoadOutput = z.infer<typeof LoadOutput>;

/** What was claimed of the files or of the star, and whether it held. */
export const checkNames = [
  'reject_share',
  'well_formed',
  'not_null',
  'finite',
  'range',
  'unique',
  'reference',
  'calendar_gaps',
  'freshness',
  'row_count_drift',
] as const;
export type CheckName = (typeof checkNames)[number];

export const CheckResult = z
  .object({
    name: z.enum(checkNames),
    on: z.string().describe('A source, a table, a column as table.column, or the load'),
    severity: z.enum(['critical', 'warning']).describe('A critical check that fails stops the load'),
    passed: z.boolean(),
    found: z.int().describe('Records, rows or days, as `detail` says'),
    detail: z.string(),
  })
  .meta({ id: 'CheckResult' });
export type CheckResult = z.infer<typeof CheckResult>;

export const LoadReport = z
  .object({
    counts: RowCounts,
    files: z.array(LoadInput),
    tables: z.array(LoadOutput),
    checks: z.array(CheckResult).default([]),
    rejects: z.array(z.object({ source: z.string(), reason: z.string(), count: z.int() })),
    seconds: z.number(),
  })
  .meta({ id: 'LoadReport' });
export type LoadReport = z.infer<typeof LoadReport>;
