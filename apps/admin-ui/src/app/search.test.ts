import { expect, it } from 'vitest';
import * as search from './search.ts';
import { safeBack } from './to-sign-in.ts';

it('reads a store id that looks like a number as text', () => {
  expect(search.endpoints({ item: 17, horizon: 14 })).toEqual({ item: '17', horizon: 14 });
});

it('leaves out what it cannot read', () => {
  expect(search.forecast({ range: 99, view: 'cake', search: '' })).toEqual({});
  expect(search.table({ page: 0 })).toEqual({});
  expect(search.table({ page: 'two' })).toEqual({});
});

it('leads back to a path of the portal only', () => {
  expect(safeBack('/projects/prj_1/files?load=2')).toBe('/projects/prj_1/files?load=2');
  expect(['//evil.example', '/\\evil.example', 'https://evil.example', 7].map(safeBack)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
