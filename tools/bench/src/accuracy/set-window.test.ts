import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSet } from './forecast-set.ts';
import { windowOf } from './set-window.ts';

const about = {
  name: 'tiny',
  file: 'tiny.csv',
  frequency: 'D',
  seasonality: 1,
  horizon: 2,
  windows: 2,
  step: 2,
  quantiles: [0.5],
  known: [],
  past: [],
};

function tinySet(windows: number) {
  const dir = mkdtempSync(join(tmpdir(), 'tandem-set-'));
  writeFileSync(join(dir, 'tiny.json'), JSON.stringify({ ...about, windows }));
  const rows = [
    'a,2026-01-01,1',
    'a,2026-01-02,2',
    'a,2026-01-04,4',
    'a,2026-01-05,5',
    'a,2026-01-06,6',
    'b,2026-01-03,7',
    'b,2026-01-04,8',
  ];
  writeFileSync(join(dir, 'tiny.csv'), ['item_id,timestamp,target', ...rows].join('\n'));
  return readSet(dir, 'tiny');
}

it('cuts every series at one date where a set has several windows', () => {
  const { items } = windowOf(tinySet(2), 1);

  expect(items.map(({ id, past, actual }) => ({ id, past: [...past], actual }))).toEqual([
    { id: 'a', past: [1, 2, Number.NaN, 4], actual: [5, 6] },
    { id: 'b', past: [7, 8], actual: [] },
  ]);
});

it('leaves out an item that begins after the cutoff', () => {
  expect(windowOf(tinySet(2), 0).items.map(({ id }) => id)).toEqual(['a']);
});

it('holds out the own end of each series where a set has one window', () => {
  const { items } = windowOf(tinySet(1), 0);

  expect(items.map(({ id, past, actual }) => ({ id, past: [...past], actual }))).toEqual([
    { id: 'a', past: [1, 2, Number.NaN, 4], actual: [5, 6] },
  ]);
});
