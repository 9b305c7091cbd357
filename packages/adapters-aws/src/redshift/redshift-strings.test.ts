import { literal } from '@tandem/sql';
import { expect, it } from 'vitest';
import { redshiftStrings } from './redshift-strings.ts';

it('doubles backslashes within strings alone', () => {
  expect(redshiftStrings(String.raw`select 'a\b''\' as "x\'y", '' || '\\' from t`)).toBe(
    String.raw`select 'a\\b''\\' as "x\'y", '' || '\\\\' from t`,
  );
});

it('is not led astray by a quote in a comment', () => {
  expect(redshiftStrings("select 'a\\' -- it's\n, /* '\\ */ 'b\\'")).toBe(
    "select 'a\\\\' -- it's\n, /* '\\ */ 'b\\\\'",
  );
});

it('keeps a value that ends with a backslash from opening the statement', () => {
  const value = String.raw`x\' or '1'='1`;

  const sql = redshiftStrings(`select 1 where a = ${literal(value)}`);

  // Read with backslashes as escapes, one string remains, and it is the value.
  const read = [...sql.matchAll(/'((?:[^'\\]|\\.|'')*)'/g)].map((it) =>
    it[1]!.replace(/\\(.)/g, '$1').replaceAll("''", "'"),
  );
  expect(read).toEqual([value]);
});
