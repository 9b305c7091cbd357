import { InvalidInput, nextPeriods, type TrainingFrame } from '@tandem/data-model';
import { type NewTrainingJob, TrainingJob } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import { forecastRows, type Pasts } from '../src/forecast.ts';
import { type Explanation, explain, type Model, medianOf, predict, train } from '../src/index.ts';
import { chance } from '../src/trees/chance.ts';
import { panel, shops, uniform } from './panel.ts';

// Each test trains; a machine that is busy with other things takes several times as long.
vi.setConfig({ testTimeout: 180_000 });

const horizon = 14;
const fit = async (frame: TrainingFrame, change: NewTrainingJob = {}) =>
  (await train(frame, TrainingJob.parse({ forecastHorizon: horizon, preset: 'fast', ...change }))).model;

/** Largest distance of a step's parts from the median that `predict` gives, relative to the largest of both. */
function worstGap(model: Model, frame: TrainingFrame, explanations: readonly Explanation[], ahead = horizon): number {
  const { values, quantiles } = predict(model, frame, nextPeriods(frame, ahead));
  const q = quantiles.length;
  let worst = 0;
  explanations.forEach(({ median, parts }, i) => {
    for (let h = 0; h < median.length; h++) {
      const row = q * (i * ahead + h);
      const forecast = medianOf(quantiles, values.subarray(row, row + q));
      const sum = parts.reduce((total, part) => total + part.values[h]!, 0);
      const size = parts.reduce((most, part) => Math.max(most, Math.abs(part.values[h]!)), 1);
      worst = Math.max(worst, Math.abs(sum - forecast) / size, Math.abs(median[h]! - forecast) / size);
    }
  });
  return worst;
}
/** Sums of a dozen doubles. */
const rounding = 1e-13;

const part = ({ parts }: Explanation, kind: string, name = '') =>
  parts.find((it) => it.kind === kind && it.name === name)?.values;

it('splits every step into parts that sum to the median, with covariates, without, and for a stranger', async () => {
  const frame = shops(8, 150, horizon);
  const plain = { ...shops(4, 90), known: [] };
  const model = await fit(frame);
  const plainModel = await fit(plain, { forecastQuantiles: ['p20', 'p70'] });
  const stranger = panel(
    [{ id: 'zz', past: Array.from(shops(1, 150, 0, 99).target, (it) => it * 7), ahead: horizon }],
    {
      known: { promo: (_, k) => (Math.floor(k / 7) % 3 === 1 ? 1 : 0) },
    },
  );

  const explained = await explain(model, frame, nextPeriods(frame, horizon));
  const strange = await explain(model, stranger, nextPeriods(stranger, horizon));
  const bare = await explain(plainModel, plain, nextPeriods(plain, horizon));

  expect(explained.map(({ item }) => item)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(explained[0]!.parts.map(({ kind, name, base }) => [kind, name, base])).toEqual([
    ['level', '', null],
    ['season', '', null],
    ['known', 'promo', '0'],
  ]);
  expect(bare[0]!.parts.map(({ kind }) => kind)).toEqual(['level', 'season']);
  expect(worstGap(model, frame, explained)).toBeLessThan(rounding);
  expect(worstGap(model, stranger, strange)).toBeLessThan(rounding);
  expect(worstGap(plainModel, plain, bare)).toBeLessThan(rounding);
});

it('finds level, weekday and the shares of two offers that multiply', async () => {
  const week = [1, 0.9, 0.9, 1, 1.2, 1.4, 0.6];
  const on = (which: number) => (i: number, k: number) => (chance(which, i, k) < 0.3 ? 1 : 0);
  const noise = uniform(3);
  const sales = (i: number, k: number) =>
    100 * (1 + i) * week[k % 7]! * 1.5 ** on(1)(i, k) * 1.2 ** on(2)(i, k) * (1 + 0.04 * (noise() - 0.5));
  const frame = panel(
    Array.from({ length: 10 }, (_, i) => ({
      id: `s${i}`,
      past: Array.from({ length: 200 }, (_, k) => sales(i, k)),
      ahead: horizon,
    })),
    { known: { offer: on(1), event: on(2) } },
  );
  const model = await fit(frame);

  const explained = await explain(model, frame, nextPeriods(frame, horizon));

  explained.forEach((it, i) => {
    for (let h = 0; h < horizon; h++) {
      const k = 200 + h;
      const ordinary = 100 * (1 + i) * week[k % 7]!;
      // Half of what both do together belongs to each.
      const ofOffer = on(1)(i, k) * 0.5 * ordinary * (1 + 0.1 * on(2)(i, k));
      const ofEvent = on(2)(i, k) * 0.2 * ordinary * (1 + 0.25 * on(1)(i, k));
      const unit = 100 * (1 + i);
      expect(Math.abs(part(it, 'known', 'offer')![h]! - ofOffer) / unit).toBeLessThan(0.04);
      expect(Math.abs((part(it, 'known', 'event')?.[h] ?? 0) - ofEvent) / unit).toBeLessThan(0.04);
      expect(Math.abs(part(it, 'season')![h]! / unit - (week[k % 7]! - 1))).toBeLessThan(0.05);
      expect(Math.abs(part(it, 'level')![h]! / unit - 1)).toBeLessThan(0.05);
    }
  });
});

it('gives a closed day to the flag that explains it alone, and to none other', async () => {
  const random = uniform(5);
  const shut = (_: number, k: number) => (k % 7 === 6 || k % 41 === 3 ? 1 : 0);
  const offer = (_: number, k: number) => (k % 3 === 0 ? 1 : 0);
  const items = ['a', 'b', 'c'].map((id) => ({
    id,
    past: Array.from({ length: 180 }, (_, k) => (shut(0, k) ? 0 : (50 + 10 * random()) * (1 + 0.3 * offer(0, k)))),
    ahead: horizon,
  }));
  const frame = panel(items, { known: { shut, offer } });
  const model = await fit(frame);

  const explained = await explain(model, frame, nextPeriods(frame, horizon));

  expect(worstGap(model, frame, explained)).toBeLessThan(rounding);
  for (const it of explained) {
    const closed = Array.from({ length: horizon }, (_, h) => h).filter((h) => shut(0, 180 + h) === 1);
    expect(closed.length).toBeGreaterThan(0);
    for (const h of closed) {
      expect(it.median[h]).toBe(0);
      expect(part(it, 'known', 'offer')![h]).toBe(0);
      expect(part(it, 'known', 'shut')![h]).toBeLessThan(-20);
    }
  }
});

it('gives a day that no covariate knows to their absence', async () => {
  const random = uniform(8);
  const announced = (k: number) => k % 7 !== 6;
  const frame = panel(
    ['a', 'b', 'c'].map((id) => ({
      id,
      past: Array.from({ length: 180 }, (_, k) => (announced(k) ? 40 + 10 * random() : 0)),
      ahead: horizon,
    })),
    { known: { offer: (_, k) => (announced(k) ? (k % 4 === 0 ? 1 : 0) : Number.NaN) } },
  );
  const model = await fit(frame);

  const explained = await explain(model, frame, nextPeriods(frame, horizon));

  expect(worstGap(model, frame, explained)).toBeLessThan(rounding);
  for (let h = 0; h < horizon; h++) {
    const missing = part(explained[0]!, 'absence')![h]!;
    if (announced(180 + h)) expect(Math.abs(missing)).toBeLessThan(5);
    else expect(missing).toBeLessThan(-20);
  }
});

it('tells the attributes of an item with little history, and only those that its forecast depends on', async () => {
  const long = shops(12, 120);
  const rows = (i: number) => Array.from(long.target.subarray(long.offset[i]!, long.offset[i + 1]!));
  const items = [
    ...Array.from({ length: 12 }, (_, i) => ({ id: `s${String(i).padStart(2, '0')}`, past: rows(i) })),
    { id: 't-few', start: 15_112, past: [330, 280, 310, 300, 350, 420, 190, 310] },
    { id: 'u-none', start: 15_120, past: [] },
  ];
  const statics = [
    {
      name: 'size',
      levels: ['large', 'small'],
      values: Float64Array.from(items, (_, i) => (i < 6 || i === 13 ? 1 : 0)),
    },
    { name: 'opened', values: Float64Array.from(items, (_, i) => 1990 + (i % 5)) },
  ];
  const frame = panel(items, { statics });
  const model = await fit(frame);

  const explained = await explain(model, frame, nextPeriods(frame, horizon));

  expect(worstGap(model, frame, explained)).toBeLessThan(rounding);
  expect(explained[3]!.parts.map(({ kind }) => kind)).toEqual(['level', 'season']);
  expect(explained[13]!.parts.map(({ kind, name, base }) => [kind, name, base])).toContainEqual([
    'static',
    'size',
    'large',
  ]);
  // The small ones are the first six, of a third the size of the others.
  expect(part(explained[13]!, 'static', 'size')![0]).toBeLessThan(-50);
});

it('sums with more inputs than all orders are tried for, and the same each time', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const flag = (n: number) => (i: number, k: number) => (chance(n, i, k) < 0.4 ? 1 : 0);
  const frame = panel(
    [0, 1, 2, 3, 4, 5].map((i) => ({
      id: `s${i}`,
      past: Array.from(
        { length: 120 },
        (_, k) => 50 * names.reduce((y, _, n) => y * (1 + 0.05 * n * flag(n)(i, k)), 1),
      ),
      ahead: horizon,
    })),
    { known: Object.fromEntries(names.map((name, n) => [name, flag(n)])) },
  );
  const model = await fit(frame);

  const explained = await explain(model, frame, nextPeriods(frame, horizon));
  let turns = 0;
  let running = true;
  const turn = () => {
    turns++;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  await explain(model, frame, { item: new Int32Array(1), period: nextPeriods(frame, 1).period.slice(0, 1) });
  running = false;

  // The event loop turns once before each of an item's forecasts.
  expect(turns).toBeGreaterThan(30);
  expect(turns).toBeLessThan(85);
  expect(worstGap(model, frame, explained)).toBeLessThan(rounding);
  expect(await explain(model, frame, nextPeriods(frame, horizon))).toEqual(explained);
});

it('tells a year apart from level and week', async () => {
  const noise = uniform(6);
  const wave = (k: number) => 0.3 * Math.cos((2 * Math.PI * (k - 20)) / 365.25);
  const promo = (_: number, k: number) => (Math.floor(k / 7) % 3 === 1 ? 1 : 0);
  const days = 760;
  const frame = panel(
    [1, 2].map((i) => ({
      id: `s${i}`,
      past: Array.from(
        { length: days },
        (_, k) =>
          100 * i * (k % 7 === 5 ? 1.4 : 1) * Math.exp(wave(k)) * (1 + 0.2 * promo(i, k)) * (0.95 + 0.1 * noise()),
      ),
      ahead: horizon,
    })),
    { known: { promo } },
  );
  const model = await fit(frame);

  const explained = await explain(model, frame, nextPeriods(frame, horizon));

  expect(worstGap(model, frame, explained)).toBeLessThan(rounding);
  explained.forEach((it, i) => {
    const level = 100 * (1 + i) * (1 + 0.4 / 7);
    for (let h = 0; h < horizon; h++) {
      expect(Math.abs(part(it, 'level')![h]! / level - 1)).toBeLessThan(0.15);
      expect(Math.abs(part(it, 'year')![h]! / level - wave(days + h))).toBeLessThan(0.15);
    }
  });
});

it('sums with trees in the ensemble, offers that only help together shared', async () => {
  const offer = (which: number) => (i: number, k: number) => (chance(which, i, k >> 2) < 0.5 ? 1 : 0);
  const sales = (i: number, k: number) =>
    (50 + 10 * i) * (offer(1)(i, k) * offer(2)(i, k) === 1 ? 2 : 1) * (0.95 + 0.1 * chance(3, i, k));
  const frame = panel(
    [1, 2, 3, 4, 5, 6].map((i) => ({
      id: `s${i}`,
      past: Array.from({ length: 120 }, (_, k) => sales(i, k)),
      ahead: 14,
    })),
    { known: { one: (n, k) => offer(1)(n + 1, k), two: (n, k) => offer(2)(n + 1, k) } },
  );
  const model = await fit(frame, { preset: 'balanced' });

  const explained = await explain(model, frame, nextPeriods(frame, horizon));

  expect(model.members.some(({ name }) => name.endsWith('-trees'))).toBe(true);
  expect(worstGap(model, frame, explained)).toBeLessThan(rounding);
  expect(explained.some((it) => part(it, 'known', 'one') && part(it, 'known', 'two'))).toBe(true);
});

it('looks once at a past that is kept, trees too', async () => {
  const frame = shops(6, 120, horizon);
  const model = await fit(frame, { preset: 'balanced' });
  const request = nextPeriods(frame, horizon);
  const pasts: Pasts = new Map();
  // The same values in another order: bounds and sizes stay as they are.
  const other = { ...frame, target: frame.target.slice() };
  frame.items.forEach((_, i) => {
    other.target.subarray(frame.offset[i]! + 80, frame.offset[i]! + 119).reverse();
  });

  const first = forecastRows(model, frame, request, pasts);

  expect(model.members.some(({ trees }) => trees)).toBe(true);
  expect(forecastRows(model, other, request, pasts).values).toEqual(first.values);
  expect(forecastRows(model, other, request).values).not.toEqual(first.values);
});

it('explains periods after a gap as they are forecast, and refuses what predict refuses', async () => {
  const frame = shops(3, 120, horizon);
  const model = await fit(frame);
  const request = { item: Int32Array.of(1, 1), period: Float64Array.of(15_160, 15_162) };
  const weekly = panel([{ id: 'a', past: [1, 2, 3] }], { frequency: 'W' });

  const [late] = await explain(model, frame, request);
  const { values } = predict(model, frame, request);

  expect([...late!.median]).toEqual([values[4], values[13]]);
  expect(late!.parts.reduce((sum, { values: it }) => sum + it[1]!, 0)).toBeCloseTo(values[13]!, 9);
  await expect(explain(model, weekly, nextPeriods(weekly, 2))).rejects.toThrow(InvalidInput);
});
