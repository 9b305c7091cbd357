import { describe, expect, it } from 'vitest';
import { rowsFound } from './guard-statement.ts';

describe('the rows that a guard found', () => {
  it('are read from the first line of an error, or from its details', () => {
    const line = 'ERROR: invalid input syntax for integer: "tandem guard: rows 12"';
    const details =
      "ERROR: Invalid digit, Value 't', Pos 0, Type: Integer\n  context:   tandem guard: rows 3\n  query: 7";

    expect([rowsFound(line), rowsFound(details)]).toEqual([12, 3]);
  });

  it('are some where the error keeps the text to itself', () => {
    expect(rowsFound("ERROR: Invalid digit, Value 't', Pos 0, Type: Integer")).toBe('some');
  });

  it('are not guessed where the guard could not run', () => {
    expect(rowsFound('ERROR: relation "t" does not exist')).toBeUndefined();
  });
});
