/**
 * A record as column values. Nested values become JSON text, and text loses what PostgreSQL refuses: the NUL character
 * and halves of surrogate pairs, which files and names may hold, become U+FFFD.
 */
export function toRow(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, toColumn(value)]),
  );
}

function toColumn(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  return value === null || typeof value !== 'object' || value instanceof Date
    ? value
    : JSON.stringify(deepClean(value));
}

function deepClean(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map(deepClean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), deepClean(inner)]));
}

function clean(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
