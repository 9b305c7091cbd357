import type { ColumnMetadata, Field, GetStatementResultResponse } from '@aws-sdk/client-redshift-data';
import type { ColumnBatch, RowBatch } from '@tandem/ports';

/** A value as a page of a result or a file of UNLOAD has it; a day is a text or a Date. */
export type CellValue = string | number | bigint | boolean | Date | null | undefined;

/** A page of a result as columns: numbers, booleans and days as doubles with NaN for null, texts as they are. */
export function decodePage({ ColumnMetadata = [], Records = [] }: GetStatementResultResponse): RowBatch {
  return {
    rows: Records.length,
    columns: ColumnMetadata.map((it, k) =>
      columnOf(
        it,
        Records.map((record) => cellOf(record[k])),
      ),
    ),
  };
}

const cellOf = (field: Field | undefined): CellValue =>
  field?.stringValue ?? field?.longValue ?? field?.doubleValue ?? field?.booleanValue;

const texts: ReadonlySet<string> = new Set(['varchar', 'bpchar', 'char', 'text', 'name', 'unknown']);
const numbers: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'oid', 'float4', 'float8', 'bool']);
const dayMs = 86_400_000;

/** Values of a column of a result by its type. Throws TypeError for a type that goes over only by a cast. */
export function columnOf(column: ColumnMetadata, values: readonly CellValue[]): ColumnBatch {
  const name = column.name ?? '';
  const type = column.typeName?.toLowerCase() ?? '';
  if (texts.has(type)) return { name, values: values.map((it) => (it == null ? null : String(it))) };
  if (type === 'date') return { name, values: Float64Array.from(values, dayOf) };
  // A sum of whole numbers is a numeric without decimals.
  if (numbers.has(type) || (type === 'numeric' && column.scale === 0)) {
    return { name, values: Float64Array.from(values, (it) => (it == null ? Number.NaN : Number(it))) };
  }
  throw new TypeError(`column ${name} has type ${type}; cast it to double or varchar in the query`);
}

function dayOf(value: CellValue): number {
  if (value == null) return Number.NaN;
  return (value instanceof Date ? value.getTime() : Date.parse(`${String(value)}T00:00:00Z`)) / dayMs;
}
