import { expect, it } from 'vitest';
import { identifier, identifiers, literal, qualified } from './quote.ts';

it('keeps quotes within names and texts', () => {
  expect(identifier('a"b')).toBe('"a""b"');
  expect(literal("O'Neil")).toBe("'O''Neil'");
});

it('names a table with its schema', () => {
  expect(qualified('retail_sales', 'store_dim')).toBe('"retail_sales"."store_dim"');
});

it('puts an alias before each name', () => {
  expect(identifiers(['a', 'b'], 's')).toBe('s."a", s."b"');
});

it('refuses a NUL and a number that is not finite', () => {
  expect(() => literal('a\0')).toThrow('NUL');
  expect(() => literal(Number.NaN)).toThrow('finite');
});
