/** A statement failed, or is none that Redshift takes; the text is what the Data API would give as its error. */
export class RedshiftError extends Error {}

/** What Redshift refuses although PostgreSQL, on which this double stands, would do it. */
export function refused(what: string): RedshiftError {
  return new RedshiftError(`${what} is not supported by Redshift`);
}

/** What Redshift may well take and this double does not: it never passes on what it has not looked at. */
export function notKnown(what: string): RedshiftError {
  return new RedshiftError(`this double does not know ${what}; teach it, after looking up what Redshift does`);
}

/** An error of PostgreSQL in the words in which Redshift gives it. */
export function asRedshift(error: unknown): string {
  if (error instanceof RedshiftError) return `ERROR: ${error.message}`;
  const { code, message } = error as { code?: string; message?: string };
  if (code === '40001' || code === '40P01') {
    return 'ERROR: 1023 DETAIL: Serializable isolation violation on table - 100, transactions forming the cycle are: 1, 2';
  }
  const badCast = /^invalid input syntax for type (?:integer|bigint|smallint): "([\s\S]*)"$/.exec(message ?? '');
  if (code === '22P02' && badCast) return invalidDigit(badCast[1]!);
  return `ERROR: ${message ?? String(error)}`;
}

function invalidDigit(value: string): string {
  const at = Math.max(0, value.search(/[^0-9]/));
  const line = `Invalid digit, Value '${value[at] ?? ''}', Pos ${at}, Type: Integer`;
  return [
    `ERROR: ${line} `,
    '  Detail: ',
    '  -----------------------------------------------',
    `  error:  ${line} `,
    '  code:      1207',
    `  context:   ${value}`,
    '  -----------------------------------------------',
  ].join('\n');
}
