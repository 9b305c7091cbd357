/**
 * SQL of standard strings, in which a backslash stands for itself, as SQL for Redshift, which takes a backslash in any
 * string for an escape: there `'\'` would not end, and what follows a value could be read as SQL.
 */
export function redshiftStrings(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith("'") ? part.replaceAll('\\', '\\\\') : part,
  );
}
