import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runForecast } from '../entry.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frequencies-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
const every = (from: string, minutes: number) => (k: number) => iso(Date.parse(`${from}Z`) + k * minutes * 60_000);
const months = (year: number, month: number, step: number, day: number) => (k: number) =>
  iso(Date.UTC(year, month + k * step, day)).slice(0, 10);
const dayMinutes = 1440;

/** Name, frequency, how the k-th timestamp is written, season in steps. */
const cases: readonly (readonly [string, string, (k: number) => string, number])[] = [
  ['minutes', 'min', every('2026-01-01T23:30', 1), 0],
  ['quarters of an hour', '15min', every('2026-01-01T00:15', 15), 96],
  ['hours', 'H', every('2026-01-01T05:00', 60), 24],
  ['four hours that begin at two', '4H', every('2026-01-01T02:00', 240), 6],
  ['days', 'D', every('2026-01-01T00:00', dayMinutes), 7],
  ['weeks from Monday', 'W', every('2024-01-01T00:00', 7 * dayMinutes), 0],
  ['weeks named by their Sunday', 'W', every('2024-01-07T00:00', 7 * dayMinutes), 0],
  ['two weeks from a Wednesday', '2W', every('2022-01-05T00:00', 14 * dayMinutes), 0],
  ['months by their first day', 'M', months(2018, 0, 1, 1), 12],
  // Day 0 of a month is the last of the one before.
  ['months by their last day', 'M', months(2018, 1, 1, 0), 12],
  ['quarters by their last day', 'Q', months(2000, 3, 3, 0), 4],
  ['years', 'Y', months(1950, 0, 12, 1), 0],
];

it.each(cases)('forecasts steps of %s', async (_, frequency, stamp, season) => {
  const length = season === 96 ? 400 : 72;
  const wave = (k: number) => (season > 0 ? 30 * Math.sin((2 * Math.PI * k) / season) : 0);
  const value = (k: number) => 100 + wave(k) + ((k * 7919) % 5);
  const rows = (from: number, to: number, line: (k: number) => string) =>
    Array.from({ length: to - from }, (__, k) => line(from + k));
  const write = (name: string, lines: readonly string[]) => {
    const file = path.join(folder, name);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  };
  const out = path.join(folder, 'out.csv');

  const report = await runForecast({
    train: write('train.csv', ['item_id,timestamp,target', ...rows(0, length, (k) => `a,${stamp(k)},${value(k)}`)]),
    future: write('future.csv', ['item_id,timestamp', ...rows(length, length + 3, (k) => `a,${stamp(k)}`)]),
    out,
    frequency,
    horizon: 3,
    quantiles: ['p10', 'p50', 'p90'],
    item: 'item_id',
    time: 'timestamp',
    target: 'target',
    preset: 'fast',
  });

  const lines = readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((it) => it.split(','));
  expect(report.notes.filter((it) => /grid|share a period|coarser/.test(it))).toEqual([]);
  expect(lines.map((it) => it[1])).toEqual(rows(length, length + 3, stamp));
  for (const [r, line] of lines.entries())
    expect(Math.abs(Number(line[3 + 1]) - (102 + wave(length + r)))).toBeLessThan(12);
});
