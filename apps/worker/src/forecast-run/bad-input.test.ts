import { formatDay, InvalidInput, parseDay } from '@tandem/data-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvFolder } from '../../test/csv-folder.ts';
import type { ForecastRunReport } from '../entry.ts';
import type { ForecastRunOptions } from './forecast-run.ts';

const csv = csvFolder('bad-input', { horizon: 5 });
afterAll(csv.remove);

const run = (train: readonly string[], future: readonly string[], over: Partial<ForecastRunOptions> = {}) =>
  csv.run(['item,at,y,price', ...train], ['item,at,price', ...future], over);

const first = parseDay('2026-01-01');
const day = (d: number) => formatDay(first + d);
const count = 60;
const series = (item: string, value: (d: number) => unknown, step = 1, length = count) =>
  Array.from({ length: Math.ceil(length / step) }, (_, k) => `${item},${day(k * step)},${value(k * step)},2`);
const level = (d: number) => 100 + 20 * Math.sin((2 * Math.PI * d) / 7) + ((d * 7919) % 11);
const ahead = (item: string) => `${item},${day(count)},2`;

const presets = ['fast', 'balanced'] as const;

describe.each(presets)('a panel of good and bad series, %s', (preset) => {
  let report: ForecastRunReport;
  let rows: string[][];
  beforeAll(async () => {
    const good = ['g1', 'g2', 'g3'].flatMap((it) => series(it, level));
    const train = [
      ...good,
      ...series('short', level, 1, 2).map((it, k) => it.replace(day(k), day(count - 2 + k))),
      ...series('constant', () => 7),
      ...series('empty', () => ''),
      ...series('twice', level),
      `twice,${day(3)},5000,2`,
      ...series('weekly', level, 7),
      ...series('endless', (d) => (d === 10 ? 'inf' : level(d))),
      ...series('noon', level).map((it, d) => (d < 5 ? it.replace(day(d), `${day(d)} 12:00:00`) : it)),
      `,${day(1)},3,2`,
    ];
    const items = ['g1', 'g2', 'short', 'constant', 'empty', 'twice', 'weekly', 'endless', 'noon', 'unheard'];
    ({ report, rows } = await run(train, items.map(ahead), { preset }));
  });
  const note = (text: RegExp) => report.notes.filter((it) => text.test(it));

  it('gives every row that is asked a forecast of finite numbers in order', () => {
    expect(rows).toHaveLength(10);
    for (const [, , ...numbers] of rows) {
      const [, low, median, high] = numbers.map(Number);
      expect(numbers.every((it) => Number.isFinite(Number(it)))).toBe(true);
      expect(low! <= median! && median! <= high!).toBe(true);
    }
  });

  it('sets the too short, the all-missing and the unknown item aside, by name, with reason and treatment', () => {
    expect(report.setAside.map(({ item, rows: n }) => [item, n])).toEqual([
      ['empty', 0],
      ['short', 2],
      ['unheard', 0],
      ['weekly', 9],
    ]);
    expect(report.setAside.every((it) => it.reason !== '' && it.treatment !== '')).toBe(true);
  });

  it('forecasts a constant series as it is, and says that it has no scale', () => {
    expect(Number(rows[3]![4])).toBeCloseTo(7, 1);
    expect(note(/^1 of 11 items never changes, e\.g\. constant \(always 7\)/)).toHaveLength(1);
  });

  it.each([
    ['an item without a value', /^1 item of .*train\.csv has rows but no value of y, e\.g\. empty\.$/],
    ['an item without a row', /^1 item of .*future\.csv has no row in .*, e\.g\. unheard\.$/],
    ['an item that nobody asks for', /^1 item of .*train\.csv is not asked for in .*, e\.g\. g3/],
    ['a row without an item', /^1 history row has no item, e\.g\. line \d+: it was not used\.$/],
    [
      'a repeated timestamp',
      /^1 row shares item and timestamp .* twice at 2026-01-04: the mean of each group was used/,
    ],
    [
      'an infinite value',
      /^1 value of y in .* is infinite or NaN, e\.g\. of endless in line \d+: it counts as missing/,
    ],
    ['a coarser series', /^1 of 8 items has values at coarser steps .* weekly at every 7 steps from 2026-01-01/],
    [
      'rows off the grid',
      /^5 history rows of 1 item lie off the grid of D .* 5 of noon, the first at 2026-01-01 12:00/,
    ],
  ])('names %s and what was done', (_, text) => {
    expect(note(text)).toHaveLength(1);
  });
});

it('counts an infinite covariate as missing, and asks for it where it must be known', async () => {
  const train = series('a', level).map((it, d) => (d === 4 ? it.replace(/,2$/, ',inf') : it));

  const refused = run(train, [`a,${day(count)},-inf`], { known: ['price'] });

  await expect(refused).rejects.toThrow(InvalidInput);
  await expect(refused).rejects.toThrow(/^a at 2026-03-02 has no value of price/);
});

it.each(presets)('answers for a panel of three points each, %s', async (preset) => {
  const items = Array.from({ length: 300 }, (_, i) => `i${i}`);

  const { report, rows } = await run(
    items.flatMap((it, i) => series(it, () => i, 1, 3)),
    items.map((it) => `${it},${day(3)},2`),
    { preset },
  );

  expect(rows).toHaveLength(300);
  expect(report.setAside).toHaveLength(300);
  expect(Number(rows[200]![4])).toBeCloseTo(200, -1);
});

it.each(presets)('answers for one series alone, and for one of a single point, %s', async (preset) => {
  const alone = await run(series('a', level), [ahead('a')], { preset });
  const point = await run([`a,${day(0)},5,2`], [`a,${day(1)},2`], { preset });

  expect(alone.rows).toHaveLength(1);
  expect(Number(point.rows[0]![4])).toBeCloseTo(5, 3);
  expect(point.report.setAside[0]).toMatchObject({ item: 'a', rows: 1 });
});
