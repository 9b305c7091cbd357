import type { DuckDBValue, DuckDBVector } from '@duckdb/node-api';

/** What a vector of texts holds beneath its accessors: 16 bytes for each item, its length, then its first four bytes. */
interface TextVector {
  readonly dataView: DataView;
}

/** The three bytes of U+FEFF in UTF-8 as they begin a little-endian word of four. */
const byteOrderMark = 0xbfbbef;

/**
 * A value of a column. @duckdb/node-api 1.5.6 decodes text without `ignoreBOM`, so that a text that begins with U+FEFF
 * would lose it; within lists and structs it still does.
 */
export function itemOf(vector: DuckDBVector, row: number): DuckDBValue {
  const item = vector.getItem(row);
  if (typeof item !== 'string' || !('dataView' in vector)) return item;
  const { dataView } = vector as unknown as TextVector;
  const begins = dataView.byteLength >= 16 * (row + 1) ? dataView.getUint32(16 * row + 4, true) & 0xffffff : 0;
  return begins === byteOrderMark ? `\ufeff${item}` : item;
}
