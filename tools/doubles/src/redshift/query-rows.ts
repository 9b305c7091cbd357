import type pg from 'pg';
import { RedshiftError } from './redshift-error.ts';

/** A column of a result, in Redshift's names of types. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
}

export interface Rows {
  readonly columns: readonly Column[];
  /** Values as PostgreSQL prints them. */
  readonly records: readonly (readonly (string | null)[])[];
}

const typeNames: Readonly<Record<number, string>> = {
  ...{ 16: 'bool', 20: 'int8', 21: 'int2', 23: 'int4', 25: 'varchar', 700: 'float4', 701: 'float8' },
  ...{ 1042: 'bpchar', 1043: 'varchar', 1082: 'date', 1114: 'timestamp', 1700: 'numeric' },
};

const asText = { getTypeParser: () => (value: unknown) => value };

/** Runs SQL of PostgreSQL: the rows, where it gives any, and how many it gave or changed. */
export async function queryRows(client: pg.Client, text: string): Promise<{ rows: Rows | undefined; count: number }> {
  const result = await client.query({ text, rowMode: 'array', types: asText });
  const records = result.rows as (string | null)[][];
  if (result.fields.length === 0) return { rows: undefined, count: result.rowCount ?? 0 };
  const columns = result.fields.map(({ name, dataTypeID, dataTypeModifier }, k): Column => {
    const type = typeNames[dataTypeID];
    if (!type) throw new RedshiftError(`this double does not know the type of column ${name}`);
    if (type !== 'numeric') return { name, type, precision: 0, scale: 0 };
    // PostgreSQL keeps no size of a computed numeric; then the longest fraction stands for its scale.
    if (dataTypeModifier < 4) return { name, type, precision: 38, scale: longestFraction(records, k) };
    return { name, type, precision: ((dataTypeModifier - 4) >> 16) & 0xffff, scale: (dataTypeModifier - 4) & 0xffff };
  });
  return { rows: { columns, records }, count: records.length };
}

function longestFraction(records: readonly (readonly (string | null)[])[], k: number): number {
  return records.reduce((most, it) => Math.max(most, it[k]?.split('.')[1]?.length ?? 0), 0);
}
