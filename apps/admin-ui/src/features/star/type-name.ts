import type { ColumnType } from '@tandem/data-model';

/** A type as people write it: `decimal(12,2)`, `text(50)`. */
export function typeName(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  return type.kind === 'text' ? `text(${type.length})` : type.kind;
}
