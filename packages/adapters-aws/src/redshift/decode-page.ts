import type { ColumnMetadata, Field, GetStatementResultResponse } from '@aws-sdk/client-redshift-data';
import type { ColumnBatch, RowBatch } from '@tandem/ports';

/** A page of a result as columns: numbers, booleans and days as doubles with NaN for null, texts as they are. */
export function decodePage({ ColumnMetadata = [], Records = [] }: GetStatementResultResponse): RowBatch {
  return {
    rows: Records.length,
    columns: ColumnMetadata.map((it, k) => ({ name: it.name ?? '', values: columnValues(it, Records, k) })),
  };
}

const texts: ReadonlySet<string> = new Set(['varchar', 'bpchar', 'char', 'text', 'name', 'unknown']);
const numbers: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'oid', 'float4', 'float8', 'bool']);
const dayMs = 86_400_000;

function columnValues(column: ColumnMetadata, records: readonly Field[][], k: number): ColumnBatch['values'] {
  const type = column.typeName?.toLowerCase() ?? '';
  if (texts.has(type)) return records.map((it) => it[k]?.stringValue ?? null);
  // A sum of whole numbers is a numeric without decimals.
  const isNumber = numbers.has(type) || (type === 'numeric' && column.scale === 0);
  if (!isNumber && type !== 'date') {
    throw new TypeError(`column ${column.name} has type ${type}; cast it to double or varchar in the query`);
  }
  return Float64Array.from(records, (it) => numberOf(it[k], type));
}

function numberOf(field: Field | undefined, type: string): number {
  if (field === undefined || field.isNull) return Number.NaN;
  if (type === 'date') return Date.parse(`${field.stringValue}T00:00:00Z`) / dayMs;
  return Number(field.longValue ?? field.doubleValue ?? field.booleanValue ?? field.stringValue);
}
