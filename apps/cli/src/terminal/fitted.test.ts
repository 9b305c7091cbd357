import { expect, it } from 'vitest';
import { aligned } from './aligned.ts';
import { widthOf } from './shown-text.ts';

const id = (prefix: string) => `${prefix}_${'0'.repeat(32)}`;
const rows = [
  ['id', 'name', 'project-id', 'reason', 'state', 'days'],
  [id('sbr'), 'store_sales', id('prj'), 'To compare the regions of the south, and those of the north', 'pending', '30'],
  [id('sbr'), '매장 판매', id('prj'), 'Short', 'approved', '7'],
];

it('shows all of every column where no width is given, or the table fits', () => {
  expect(aligned(rows, 5)).toBe(aligned(rows, 5, 400));
  expect(aligned(rows, 5)).toContain('those of the north');
});

it('cuts long texts to the width of the terminal, and leaves ids of other things out before', () => {
  const text = aligned(rows, 5, 100);

  expect(text.split('\n').every((it) => widthOf(it) <= 100)).toBe(true);
  expect(text).toContain(`${id('sbr')}  store_sales  To compare the regions o`);
  expect(text).toContain('…');
  expect(text).toMatch(/pending +30\n/);
  expect(text.split('\n').at(-1)).toBe('--wide shows also project-id');
});

it('leaves columns out from the right in a narrow terminal, never the id nor the name', () => {
  const text = aligned(rows, 5, 60);

  expect(text.split('\n').every((it) => widthOf(it) <= 60)).toBe(true);
  expect(text.split('\n')[0]).toBe(`${'id'.padEnd(36)}  name`);
  expect(text.split('\n').at(-1)).toBe('--wide shows also project-id, reason, state, days');
  expect(aligned(rows, 5, 20)).toContain(id('sbr'));
});
