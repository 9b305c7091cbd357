import { expect, it } from 'vitest';
import { counted } from './counted.ts';

it('takes the singular for one alone', () => {
  expect([0, 1, 2].map((it) => counted(it, 'row'))).toEqual(['0 rows', '1 row', '2 rows']);
  expect(counted(1, 'item has', 'items have')).toBe('1 item has');
});
