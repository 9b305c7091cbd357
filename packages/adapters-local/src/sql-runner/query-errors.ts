import { InvalidQuery, type KnownError, QueryLimit, Unavailable } from '@tandem/data-model';
import type { Refusal } from './query-gate.ts';
import type { EngineFailure } from './query-protocol.ts';

/** Line and column, both from 1 and the column in characters, of a byte of a text. */
export function placeIn(sql: string, byte: number): { line: number; column: number } {
  const before = Buffer.from(sql).subarray(0, byte).toString('utf8').split('\n');
  return { line: before.length, column: [...before.at(-1)!].length + 1 };
}

/** A statement that the gate did not let through. */
export function refusedQuery(sql: string, { message, position, expected, got }: Refusal): InvalidQuery {
  const at = placeOf(sql, position);
  return new InvalidQuery(`${at.prefix}${message}`, `Write ${expected} there instead of ${got}.`, {
    faults: [{ at: at.name, expected, got }],
  });
}

/** Kinds of error that are of the statement or of its values, and leave an engine as it was. */
const harmless: ReadonlySet<string> = new Set([
  ...['Parser', 'Syntax', 'Binder', 'Catalog', 'Parameter Not Resolved', 'Parameter Not Allowed', 'Missing Extension'],
  ...['Conversion', 'Invalid Input', 'Invalid type', 'Mismatch Type', 'Decimal', 'Out of Range', 'Divide by Zero'],
  ...['Permission', 'Not implemented'],
]);

/** Whether an engine may go on after a failure; what is left after any other is anybody's guess. */
export const isHarmless = ({ type }: EngineFailure): boolean => harmless.has(type);

/** Faults of the engine itself, whatever the statement: it refuses all that follow. */
const ofEngine: ReadonlySet<string> = new Set(['INTERNAL', 'FATAL']);

/** What the engine says of a statement that it could not run: of its text, or of what it took. */
export function failedQuery(sql: string, { type, message, position, candidates }: EngineFailure): KnownError {
  const [first = message] = message.split('\n');
  if (type === 'Out of Memory') {
    return new QueryLimit(
      'The query needs more memory than a query may take.',
      'Filter or aggregate earlier, name fewer columns, or sort and join fewer rows.',
    );
  }
  if (ofEngine.has(type)) {
    return new Unavailable(
      `The engine broke down over the query: ${first}`,
      'The next query gets a fresh process. Write this one in another way: fewer functions within each other, or in steps by WITH.',
    );
  }
  const at = placeOf(sql, position);
  const mend = candidates
    ? `Perhaps you mean ${candidates}; DESCRIBE and SHOW TABLES list the names there are.`
    : 'Correct the statement and run it again.';
  return new InvalidQuery(`${at.prefix}${first}`, mend, {
    faults: [{ at: at.name, expected: candidates ?? 'a statement that can run', got: `${type} error` }],
  });
}

function placeOf(sql: string, position: number | null): { prefix: string; name: string } {
  if (position === null) return { prefix: '', name: 'sql' };
  const { line, column } = placeIn(sql, position);
  return { prefix: `Line ${line}, column ${column}: `, name: `line ${line}, column ${column}` };
}
