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

it('shows instants to the minute where the table does not fit, and never cuts them', () => {
  const runs = [
    ['id', 'name', 'state', 'created-at', 'ended-at', 'reason'],
    [id('run'), 'sales', 'running', '2026-11-26T20:24:33.123Z', '', 'A long reason that is cut, as far as it must be'],
    [id('run'), 'sales', 'failed', '2026-11-25T07:01:00Z', '2026-11-25T08:15:59.000Z', 'Short'],
  ];

  const narrow = aligned(runs, 6, 120);

  expect(narrow).toContain('2026-11-26 20:24Z ');
  expect(narrow).toContain('2026-11-25 07:01Z  2026-11-25 08:15Z');
  expect(narrow).not.toMatch(/\d…/);
  expect(narrow.split('\n').every((it) => widthOf(it) <= 120)).toBe(true);
  expect(aligned(runs, 6, 400)).toContain('2026-11-26T20:24:33.123Z');
  // Where there is no place for it whole, the column goes.
  const least = aligned(runs, 6, 60);
  expect(least).not.toContain('2026-');
  expect(least).toContain('--wide shows also created-at, ended-at, reason');
});
