import { DuckDBDecimalValue, type DuckDBValue } from '@duckdb/node-api';
import type { Cell } from '@tandem/data-model/contract';

/** A double holds every whole number of 15 digits, and gives back every decimal of 15 digits. */
const exact = 10n ** 15n;
const isExact = (digits: bigint): boolean => digits < exact && digits > -exact;

/** A value of the engine as JSON can hold it: text where a number would not be exact, and for whatever is no plain value. */
export function cell(value: DuckDBValue): Cell {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return isExact(value) ? Number(value) : String(value);
  }
  if (value === null) return null;
  if (value instanceof DuckDBDecimalValue && isExact(value.value)) return Number(value.toString());
  return value.toString();
}
