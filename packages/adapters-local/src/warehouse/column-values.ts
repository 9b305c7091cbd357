import {
  type DuckDBDataChunk,
  type DuckDBHugeIntVector,
  type DuckDBResult,
  DuckDBTypeId,
  type DuckDBVector,
} from '@duckdb/node-api';
import type { ColumnBatch, RowBatch } from '@tandem/ports';
import { itemOf } from './text-item.ts';

/** What a vector of numbers holds beneath its accessors; at nulls `items` is garbage, so it is read with `validity`. */
interface NumberVector {
  readonly items: ArrayLike<number | bigint>;
  readonly validity: { readonly data: BigUint64Array | null };
}

const numeric: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DATE,
]);

/** The rows of some chunks of one result as columns. */
export function rowBatch(result: DuckDBResult, names: readonly string[], chunks: readonly DuckDBDataChunk[]): RowBatch {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  return {
    rows,
    columns: names.map((name, k) => ({ name, values: columnValues(result.columnTypeId(k), k, chunks, rows) })),
  };
}

function columnValues(
  type: DuckDBTypeId,
  column: number,
  chunks: readonly DuckDBDataChunk[],
  rows: number,
): ColumnBatch['values'] {
  if (type === DuckDBTypeId.VARCHAR || type === DuckDBTypeId.ENUM) {
    const text: (string | null)[] = [];
    for (const chunk of chunks) {
      const vector = chunk.getColumnVector(column);
      for (let i = 0; i < chunk.rowCount; i++) text.push(itemOf(vector, i) as string | null);
    }
    return text;
  }
  const out = new Float64Array(rows);
  let at = 0;
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(column);
    if (numeric.has(type)) fillNumbers(vector as unknown as NumberVector, chunk.rowCount, out, at);
    else if (type === DuckDBTypeId.BOOLEAN) fillItems(vector as DuckDBVector<boolean>, chunk.rowCount, out, at);
    else if (type === DuckDBTypeId.HUGEINT) fillHuge(vector as DuckDBHugeIntVector, chunk.rowCount, out, at);
    else
      throw new TypeError(
        `column ${column + 1} has type ${DuckDBTypeId[type]}; cast it to double or varchar in the query`,
      );
    at += chunk.rowCount;
  }
  return out;
}

function fillNumbers({ items, validity }: NumberVector, rows: number, out: Float64Array, at: number): void {
  if (typeof items[0] === 'bigint') for (let i = 0; i < rows; i++) out[at + i] = Number(items[i]);
  else out.set(rows === items.length ? (items as ArrayLike<number>) : Array.prototype.slice.call(items, 0, rows), at);
  const valid = validity.data;
  if (valid === null) return;
  for (let word = 0; word * 64 < rows; word++) {
    const bits = valid[word]!;
    if (bits === 0xffffffffffffffffn) continue;
    for (let i = word * 64; i < Math.min(rows, word * 64 + 64); i++) {
      if ((bits & (1n << BigInt(i % 64))) === 0n) out[at + i] = Number.NaN;
    }
  }
}

function fillItems(vector: DuckDBVector<boolean>, rows: number, out: Float64Array, at: number): void {
  for (let i = 0; i < rows; i++) {
    const item = vector.getItem(i);
    out[at + i] = item === null ? Number.NaN : Number(item);
  }
}

function fillHuge(vector: DuckDBHugeIntVector, rows: number, out: Float64Array, at: number): void {
  for (let i = 0; i < rows; i++) out[at + i] = vector.getDouble(i) ?? Number.NaN;
}
