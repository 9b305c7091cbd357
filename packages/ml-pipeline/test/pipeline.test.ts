import { decodeFrame, encodeFrame, InvalidInput, NothingToForecast, nextPeriods } from '@tandem/data-model';
import { type NewTrainingJob, type Progress, TrainingJob } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import { decodeModel, encodeModel, predict, predictAll, train } from '../src/index.ts';
import { chance } from '../src/trees/chance.ts';
import { panel, shops, uniform } from './panel.ts';
import { threads } from './threads.ts';

// Each test trains; a machine that is busy with other things takes several times as long.
vi.setConfig({ testTimeout: 60_000 });

const job = (change: NewTrainingJob = {}) => TrainingJob.parse({ forecastHorizon: 14, preset: 'fast', ...change });

it('forecasts shops with a known promotion far better than seasonal naive, with quantiles that hold', async () => {
  const frame = shops(20, 200, 14);
  const { model, report } = await train(frame, job());
  const forecast = predict(model, frame, nextPeriods(frame, 14));
  const truth = shops(20, 214);

  let inside = 0;
  let error = 0;
  for (let r = 0; r < forecast.item.length; r++) {
    const actual = truth.target[truth.offset[forecast.item[r]!]! + 200 + (r % 14)]!;
    const row = forecast.values.subarray(9 * r, 9 * r + 9);
    if (actual >= row[0]! && actual <= row[8]!) inside++;
    error += Math.abs(row[4]! / actual - 1);
  }
  expect(report.baseline.improvement).toBeGreaterThan(0.7);
  // The noise is even within 5 % either way: its mean size is 2.5 %, and no forecast can do better.
  expect(error / forecast.item.length).toBeLessThan(0.03);
  expect(inside / forecast.item.length).toBeGreaterThan(0.7);
  expect(inside / forecast.item.length).toBeLessThan(0.92);
});

it.each([1, 2, 4])('gives the same model, byte for byte, in place and on %i threads', async (count) => {
  const frame = decodeFrame(encodeFrame(shops(20, 120, 14)));
  const runner = threads(frame, count);

  const [inPlace, threaded] = [await train(frame, job()), await train(frame, job(), { runner })];
  await runner.close();

  expect(Buffer.from(encodeModel(threaded.model)).equals(Buffer.from(encodeModel(inPlace.model)))).toBe(true);
});

it('forecasts the same from a model that was written and read', async () => {
  const frame = shops(5, 100, 14);
  const { model } = await train(frame, job());

  const again = predict(decodeModel(encodeModel(model)), frame, nextPeriods(frame, 14));

  expect(again.values).toEqual(predict(model, frame, nextPeriods(frame, 14)).values);
});

it('never lets the test window touch the weights that are scored, or validation scores', async () => {
  const frame = shops(12, 150);
  const changed = { ...frame, target: frame.target.slice() };
  const random = uniform(3);
  for (let i = 0; i < 12; i++) {
    for (let k = 136; k < 150; k++) changed.target[frame.offset[i]! + k]! *= 0.2 + 3 * random();
  }

  const [before, after] = [await train(frame, job()), await train(changed, job())];
  // The ensemble's validation scores are those of the weights that the test then scores.
  const seen = ({ report: { candidates, ensemble } }: typeof before) => [
    ensemble.validation,
    ...candidates.map(({ name, validation }) => ({ name, validation })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  ];

  expect(after.report.ensemble.test.SQL).toBeGreaterThan(5 * before.report.ensemble.test.SQL!);
  expect(seen(after)).toEqual(seen(before));
});

it('gives weight to trees where offers only help together, on any number of threads, written, read, and for a stranger', async () => {
  const offer = (which: number) => (i: number, k: number) => (chance(which, i, k >> 2) < 0.5 ? 1 : 0);
  const sales = (i: number, k: number) =>
    (50 + 10 * i) * (offer(1)(i, k) * offer(2)(i, k) === 1 ? 2 : 1) * (0.95 + 0.1 * chance(3, i, k));
  const items = (ids: readonly number[]) =>
    panel(
      ids.map((i) => ({ id: `s${i}`, past: Array.from({ length: 120 }, (_, k) => sales(i, k)), ahead: 14 })),
      { known: { one: (n, k) => offer(1)(ids[n]!, k), two: (n, k) => offer(2)(ids[n]!, k) } },
    );
  const frame = decodeFrame(encodeFrame(items([1, 2, 3, 4, 5, 6, 7, 8])));
  const runner = threads(frame, 2);
  const wanted = job({ preset: 'balanced' });

  const { model, report } = await train(frame, wanted, { runner });
  await runner.close();
  const bytes = encodeModel(model);
  const stranger = items([9]);
  const { values } = predict(decodeModel(bytes), stranger, nextPeriods(stranger, 14));

  const trees = report.candidates.filter(({ name }) => name.endsWith('-trees'));
  const regression = report.candidates.find(({ name }) => name === 'pooled-regression')!;
  expect(trees.reduce((sum, it) => sum + it.weight, 0)).toBeGreaterThan(0.5);
  expect(Math.min(...trees.map((it) => it.test.MASE!))).toBeLessThan(0.5 * regression.test.MASE!);
  expect(Buffer.from(encodeModel((await train(frame, wanted)).model)).equals(Buffer.from(bytes))).toBe(true);
  const both = (h: number) => offer(1)(9, 120 + h) + offer(2)(9, 120 + h) === 2;
  const medians = Array.from({ length: 14 }, (_, h) => values[9 * h + 4]!);
  const together = medians.filter((_, h) => both(h));
  const apart = medians.filter((_, h) => !both(h));
  expect(Math.min(...together)).toBeGreaterThan(1.3 * Math.max(...apart));
});

it('learns from a flag alone that a shop is closed', async () => {
  const random = uniform(5);
  const shut = (_: number, k: number) => (k % 7 === 6 || k % 41 === 3 ? 1 : 0);
  const items = ['a', 'b', 'c'].map((id) => ({
    id,
    past: Array.from({ length: 180 }, (_, k) => (shut(0, k) ? 0 : 50 + 10 * random())),
    ahead: 14,
  }));
  const frame = panel(items, { known: { shut } });

  const { model } = await train(frame, job());
  const { values, mean } = predict(model, frame, nextPeriods(frame, 14));

  for (let r = 0; r < mean.length; r++) {
    const row = values.subarray(9 * r, 9 * r + 9);
    if (shut(0, 180 + (r % 14))) expect([...row, mean[r]]).toEqual(Array(10).fill(0));
    else expect(row[0]).toBeGreaterThan(45);
  }
});

it('names items with too little history, and forecasts them from those like them with wide quantiles', async () => {
  const long = shops(12, 120);
  const rows = (i: number) => Array.from(long.target.subarray(long.offset[i]!, long.offset[i + 1]!));
  const items = [
    ...Array.from({ length: 12 }, (_, i) => ({ id: `s${String(i).padStart(2, '0')}`, past: rows(i) })),
    { id: 't-few', start: 15_112, past: [330, 280, 310, 300, 350, 420, 190, 310] },
    { id: 'u-none', start: 15_120, past: [] },
  ];
  const size = {
    name: 'size',
    levels: ['large', 'small'],
    values: Float64Array.from(items, (_, i) => (i < 6 || i === 12 ? 1 : 0)),
  };
  const frame = panel(items, { statics: [size] });

  const { model, report } = await train(frame, job());
  const { values } = predict(model, frame, nextPeriods(frame, 14));
  const row = (i: number) => values.subarray(9 * 14 * i, 9 * 14 * i + 9);

  expect(report.setAside.map(({ item, rows }) => [item, rows])).toEqual([
    ['t-few', 8],
    ['u-none', 0],
  ]);
  expect(row(12)[4]).toBeGreaterThan(200);
  expect(row(12)[4]).toBeLessThan(450);
  expect(row(13)[8]! / row(13)[0]!).toBeGreaterThan(1.5);
  expect(row(13)[4]).toBeGreaterThan(500);
});

it('fits an item that the model does not know when it is asked for', async () => {
  const frame = shops(8, 150, 14);
  const { model } = await train(frame, job());
  const stranger = panel([{ id: 'zz', past: Array.from(shops(1, 150, 0, 99).target, (it) => it * 7), ahead: 14 }], {
    known: { promo: (_, k) => (Math.floor(k / 7) % 3 === 1 ? 1 : 0) },
  });

  const { values } = predict(model, stranger, nextPeriods(stranger, 14));

  const actual = shops(1, 164, 0, 99).target.subarray(150);
  for (let h = 0; h < 14; h++) expect(Math.abs(values[9 * h + 4]! / (7 * actual[h]!) - 1)).toBeLessThan(0.15);
});

it('forecasts periods far beyond the last row, and looks at nothing after the first period asked for', async () => {
  const frame = shops(4, 150, 14);
  const { model } = await train(frame, job());
  const request = (from: number) => ({ item: Int32Array.of(1, 1), period: Float64Array.of(from, from + 1) });

  const gap = predict(model, frame, request(15_000 + 400));
  const early = predict(model, frame, request(15_000 + 120));
  const cut = { ...frame, target: frame.target.slice().fill(Number.NaN, frame.offset[1]! + 120, frame.offset[2]) };

  expect([...gap.values].every(Number.isFinite)).toBe(true);
  expect(predict(model, cut, request(15_000 + 120)).values).toEqual(early.values);
});

it('keeps quantiles in order, finite, and not negative where the past never was', async () => {
  const random = uniform(11);
  const many = (n: number, value: (k: number) => number) => Array.from({ length: n }, (_, k) => value(k));
  const frame = panel([
    { id: 'constant', past: many(90, () => 5) },
    { id: 'empty', past: many(90, () => Number.NaN) },
    { id: 'gap', past: many(90, (k) => (k > 20 && k < 60 ? Number.NaN : 20 + random())) },
    { id: 'growing', past: many(90, (k) => Math.exp(k / 9)) },
    { id: 'late', past: many(90, (k) => (k < 50 ? Number.NaN : 8 + random())) },
    { id: 'negative', past: many(90, () => random() - 0.5) },
    { id: 'one', past: [3] },
    { id: 'rare', past: many(90, () => (random() < 0.1 ? 4 : 0)) },
    { id: 'wild', past: many(90, (k) => (k === 40 ? 1e12 : random())) },
    { id: 'zero', past: many(90, () => 0) },
  ]);
  for (const preset of ['fast', 'best'] as const) {
    const { model } = await train(frame, job({ preset }));
    const { values, mean, item } = predict(model, frame, nextPeriods(frame, 30));

    expect([...values, ...mean].every(Number.isFinite)).toBe(true);
    for (let r = 0; r < mean.length; r++) {
      const row = [...values.subarray(9 * r, 9 * r + 9)];
      expect(row).toEqual([...row].sort((a, b) => a - b));
      if (frame.items[item[r]!] !== 'negative') expect(row[0]).toBeGreaterThanOrEqual(0);
    }
  }
});

it('falls back to shorter windows where all series are short', async () => {
  const frame = panel(
    [1, 2, 3, 4].map((i) => ({
      id: `y${i}`,
      start: 0,
      past: Array.from({ length: 14 }, (_, k) => 100 * i + 5 * k + (k % 3)),
    })),
    { frequency: 'Y' },
  );

  const { report } = await train(frame, job({ forecastFrequency: 'Y', forecastHorizon: 6 }));

  expect(report.windows.map(({ use }) => use)).toEqual(['weights', 'weights', 'test']);
  expect(report.setAside).toEqual([]);
  expect(report.notes).toContain('Backtests look 3 steps ahead instead of 6: the series are too short for more.');
});

it('finds the seasons of hourly series, and none in noise', async () => {
  const random = uniform(2);
  const hourly = panel(
    [
      {
        id: 'h',
        past: Array.from(
          { length: 1000 },
          (_, k) => 100 + 20 * Math.sin((2 * Math.PI * k) / 24) + (k % 168 < 48 ? -30 : 0) + random(),
        ),
      },
    ],
    { frequency: 'H' },
  );
  const noise = panel([{ id: 'n', past: Array.from({ length: 300 }, () => random()) }]);

  expect((await train(hourly, job({ forecastFrequency: 'H' }))).report.seasons).toEqual([24, 168]);
  expect((await train(noise, job())).report.seasons).toEqual([]);
});

it('scores no quantiles where the test is all that tells how far forecasts err', async () => {
  const frame = panel(Array.from({ length: 10 }, (_, i) => ({ id: `s${i}`, past: [5, 7, 6, 8, 9 + i] })));

  const { report } = await train(frame, job());

  expect(report.windows.map(({ use }) => use)).toEqual(['test']);
  for (const { test } of [report.ensemble, ...report.candidates]) {
    expect([test.SQL, test.WQL, test.RMSE, ...Object.values(test.coverage)]).toEqual(Array(12).fill(null));
    expect(test.WAPE).toBeGreaterThan(0);
  }
  expect(report.baseline.comparedItems).toBe(0);
  expect(report.notes.join()).toContain('not scored');
});

it('does not see in the test that an item can be negative', async () => {
  const scores = async (last: number) => {
    const random = uniform(17);
    const past = () => [...Array.from({ length: 59 }, () => Math.max(0, 1 + 3 * (random() - 0.5))), last];
    const frame = panel(Array.from({ length: 12 }, (_, i) => ({ id: `s${10 + i}`, past: past() })));
    return (await train(frame, job({ forecastQuantiles: ['p1', 'p50', 'p99'] }))).report.ensemble.test.SQL!;
  };

  expect((await scores(-1e-9)) / (await scores(0))).toBeCloseTo(1, 6);
});

it('forecasts the same on threads as in place, and tells how far it is', async () => {
  const frame = decodeFrame(encodeFrame(shops(130, 40, 7)));
  const runner = threads(frame, 2);

  const { model } = await train(frame, job({ forecastHorizon: 7 }), { runner });
  const request = nextPeriods(frame, 7);
  const told: Progress[] = [];
  const forecast = await predictAll(model, frame, request, { runner, onProgress: (it) => told.push(it) });
  await runner.close();

  expect(told.length).toBe(2);
  expect(forecast.values).toEqual(predict(model, frame, request).values);
  expect(told.at(-1)!.share).toBe(1);
});

it('refuses a frame without a value, with an infinite one, and a request of another frequency', async () => {
  await expect(train(panel([{ id: 'a', past: [Number.NaN] }]), job())).rejects.toBeInstanceOf(NothingToForecast);
  await expect(train(panel([{ id: 'a', past: [1, Number.POSITIVE_INFINITY] }]), job())).rejects.toThrow(/infinite/);
  const price = { known: { price: () => Number.NEGATIVE_INFINITY } };
  await expect(train(panel([{ id: 'a', past: [1, 2] }], price), job())).rejects.toThrow(/price of item a .* infinite/);
  const { model } = await train(shops(2, 60), job());
  const weekly = panel([{ id: 'a', past: [1, 2, 3] }], { frequency: 'W' });

  expect(() => predict(model, weekly, nextPeriods(weekly, 2))).toThrow(InvalidInput);
});
