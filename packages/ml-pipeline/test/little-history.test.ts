import { nextPeriods } from '@tandem/data-model';
import { type NewTrainingJob, TrainingJob } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import { predict, train } from '../src/index.ts';
import { type PanelItem, panel, uniform } from './panel.ts';

// Each test trains; a machine that is busy with other things takes several times as long.
vi.setConfig({ testTimeout: 60_000 });

/** Forecasts 14 steps of a panel: p10 to p90 and the mean of each step, by item. */
async function forecast(items: readonly PanelItem[], change: NewTrainingJob = {}) {
  const job = TrainingJob.parse({ forecastHorizon: 14, preset: 'fast', ...change });
  const frame = panel(items, { frequency: job.forecastFrequency });
  const { model } = await train(frame, job);
  const { values, mean } = predict(model, frame, nextPeriods(frame, 14));
  return items.map((_, i) =>
    Array.from({ length: 14 }, (_, h) => ({
      q: [...values.subarray(9 * (14 * i + h), 9 * (14 * i + h + 1))],
      mean: mean[14 * i + h]!,
    })),
  );
}

const series = (n: number, value: (k: number) => number) => Array.from({ length: n }, (_, k) => value(k));

/** Twelve items a tenth apart in size, each with a weekly wave and next to no noise. */
const smooth = () =>
  Array.from({ length: 12 }, (_, i) => ({
    id: `a${String(i).padStart(2, '0')}`,
    past: series(120, (k) => 400 * 1.1 ** (i - 6) * (1 + 0.2 * Math.sin((2 * Math.PI * k) / 7))),
  }));

it('is less sure of an item the fewer values it has, and never sure', async () => {
  const rest = series(120, (k) => 400 * (1 + 0.2 * Math.sin((2 * Math.PI * k) / 7)));
  const young = [0, 1, 5, 20].map((n, i) => ({ id: `z${i}`, start: 15_120 - n, past: rest.slice(120 - n) }));

  const found = (await forecast([...smooth(), ...young])).slice(-4);

  const widths = found.map((it) => it.reduce((sum, { q }) => sum + q[8]! / q[0]!, 0) / 14);
  expect(widths).toEqual([...widths].sort((a, b) => b - a));
  expect(widths[1]).toBeGreaterThan(1.15);
  expect(widths[3]).toBeGreaterThan(1.05);
});

it('is no surer of an item with few values than of those like it', async () => {
  const random = uniform(9);
  const noisy = Array.from({ length: 10 }, (_, i) => ({
    id: `a${i}`,
    past: series(120, () => 100 * Math.exp(random() + random() - 1)),
  }));

  const found = await forecast([...noisy, { id: 'z', start: 15_110, past: series(10, () => 100) }]);

  const width = (it: (typeof found)[number]) => it[0]!.q[8]! / it[0]!.q[0]!;
  const usual = found.slice(0, 10).map(width).sort();
  expect(width(found[10]!)).toBeGreaterThan(0.9 * usual[5]!);
});

it('keeps the scale of small values where all other items are large', async () => {
  const large = smooth().map(({ id, past }) => ({ id, past: past.map((it) => 1000 * it) }));

  const found = await forecast([...large, { id: 'z', start: 15_115, past: [0, 1, 2, 3, 4] }]);

  for (const { q } of found[12]!) {
    expect(q[8]! - q[0]!).toBeGreaterThan(1);
    expect(q[8]!).toBeLessThan(20);
    expect(q[4]!).toBeGreaterThan(0.5);
    expect(q[4]!).toBeLessThan(4);
  }
});

it('gives width where hardly a step of a window has a value', async () => {
  const random = uniform(3);
  // One value each 1,440 minutes: no window of 14 minutes but at an item's end has one.
  const past = series(1440 * 30 + 1, (k) => (k % 1440 === 0 ? 50 + 10 * random() : Number.NaN));

  const found = await forecast([{ id: 'a', past }], { forecastFrequency: 'min' });

  for (const { q } of found[0]!) expect(q[8]! - q[0]!).toBeGreaterThan(1);
});

it('gives width where no window can be held out', async () => {
  const found = await forecast([{ id: 'a', past: [100, 120, 90, 110] }], { forecastFrequency: 'W' });

  for (const { q } of found[0]!) expect(q[8]! - q[0]!).toBeGreaterThan(1);
});

it('stays in the range of the others where one item is of another order', async () => {
  const wild = { id: 'b', past: series(120, (k) => 1e300 * (1 + (k % 7))) };
  const few = { id: 'y', start: 15_117, past: [380, 400, 420] };

  const found = await forecast([...smooth(), wild, few, { id: 'z', start: 15_120, past: [] }]);

  for (const it of found) for (const { q, mean } of it) expect([...q, mean].every(Number.isFinite)).toBe(true);
  for (const { q, mean } of found[14]!) {
    expect(Math.max(mean, q[8]!)).toBeLessThan(1e7);
    expect(q[4]).toBeGreaterThan(40);
  }
  for (const { q, mean } of found[13]!) expect(Math.max(mean, q[8]!)).toBeLessThan(1000);
});

it('expects of a new item to grow as those did that began before it', async () => {
  const random = uniform(21);
  const noise = () => 1 + 0.1 * (random() - 0.5);
  const opened = Array.from({ length: 12 }, (_, i) => ({
    id: `b${String(i).padStart(2, '0')}`,
    start: 15_040 + 5 * i,
    past: series(360 - 5 * i, (k) => 100 * noise() * (1 - 0.5 / (1 + k / 15))),
  }));
  const old = Array.from({ length: 12 }, (_, i) => ({
    id: `a${String(i).padStart(2, '0')}`,
    past: series(400, () => 100 * noise()),
  }));
  const young = { id: 'z', start: 15_390, past: series(10, (k) => 100 * noise() * (1 - 0.5 / (1 + k / 15))) };

  const found = (await forecast([...old, ...opened, young])).at(-1)!;

  const expected = series(14, (h) => 100 * (1 - 0.5 / (1 + (10 + h) / 15)));
  const bias = found.reduce((sum, { q }, h) => sum + Math.log(q[4]! / expected[h]!), 0) / 14;
  expect(Math.abs(bias)).toBeLessThan(0.08);
});

it('forecasts the mean and the width of a few items that sell on some days among ten that sell daily', async () => {
  const random = uniform(4);
  const daily = Array.from({ length: 10 }, (_, i) => ({
    id: `s${i}`,
    past: series(300, () => 1000 * (0.9 + 0.2 * random())),
  }));
  const sparse = ['a', 'b', 'c'].map((id) => ({
    id,
    past: series(300, () => (random() < 0.7 ? 0 : 1000 * (0.8 + 0.4 * random()))),
  }));

  const [found] = await forecast([...sparse, ...daily]);

  const mean = found!.reduce((sum, it) => sum + it.mean, 0) / found!.length;
  expect(mean).toBeGreaterThan(200);
  expect(mean).toBeLessThan(400);
  expect(Math.min(...found!.map(({ q }) => q[8]!))).toBeGreaterThan(600);
});
