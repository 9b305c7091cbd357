import assert from 'node:assert/strict';

/** A name in double quotes, which both dialects read as it stands. */
export function identifier(name: string): string {
  assert(name.length > 0 && !name.includes('\0'), 'an identifier has at least one character and no NUL');
  return `"${name.replaceAll('"', '""')}"`;
}

/** Names in double quotes, separated by commas, each after an optional alias. */
export function identifiers(names: readonly string[], alias?: string): string {
  return names.map((it) => (alias === undefined ? identifier(it) : `${alias}.${identifier(it)}`)).join(', ');
}

/** A text in single quotes, or a number. Backslashes stand for themselves; the adapter of Redshift, where they are escapes, doubles them. */
export function literal(value: string | number): string {
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'a number in SQL is finite');
    return String(value);
  }
  assert(!value.includes('\0'), 'a text in SQL has no NUL');
  return `'${value.replaceAll("'", "''")}'`;
}

/** `"schema"."table"`: tables are never named without their schema. */
export function qualified(schema: string, table: string): string {
  return `${identifier(schema)}.${identifier(table)}`;
}
