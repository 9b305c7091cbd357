import { Cancelled, InvalidInput, nextPeriods } from '@tandem/data-model';
import { type NewTrainingJob, TrainingJob, TrainingReport } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import {
  decodeModel,
  encodeModel,
  explain,
  type ImportedCandidate,
  importedAhead,
  importedModelOf,
  medianOf,
  predict,
  predictAll,
  type RunImported,
  type TrainOptions,
  train,
} from '../src/index.ts';
import { panel, uniform } from './panel.ts';
import { threads } from './threads.ts';

vi.setConfig({ testTimeout: 60_000 });

const horizon = 5;
const jobOf = (change: NewTrainingJob = {}) =>
  TrainingJob.parse({ forecastHorizon: horizon, preset: 'fast', forecastQuantiles: ['p10', 'p50', 'p90'], ...change });

/** A series of which each value follows from the one before, in a way that no family of ours can see. */
const next = (y: number) => 100 + 390 * ((y - 100) / 100) * (1 - (y - 100) / 100);
function chaos(length: number, seed: number): number[] {
  const out = [100 + 100 * (0.2 + 0.6 * uniform(seed)())];
  while (out.length < length) out.push(next(out.at(-1)!));
  return out;
}
const items = (lengths: readonly number[]) =>
  lengths.map((length, i) => ({
    id: `c${String(i).padStart(3, '0')}`,
    start: 15_000 - length,
    past: chaos(length, i),
  }));
const chaotic = (lengths: readonly number[]) =>
  panel(items(lengths), { known: { promo: (_, k) => (k % 9 === 0 ? 1 : 0) } });

const contextLength = 3;
const knowing =
  (steps: number): RunImported =>
  async (contexts, series) => {
    const out = new Float32Array(series * steps);
    for (let i = 0; i < series; i++) {
      let y = contexts[(i + 1) * contextLength - 1]!;
      for (let h = 0; h < steps; h++) {
        y = next(y);
        out[i * steps + h] = y;
      }
    }
    return out;
  };
const imported = (run = knowing(8), change: Partial<ImportedCandidate> = {}): ImportedCandidate => ({
  title: 'chaos.onnx',
  source: 'SHA-256 00ff',
  contextLength,
  steps: 8,
  bytes: Uint8Array.of(1, 2, 3),
  run,
  ...change,
});
const trained = (frame = chaotic(Array(8).fill(90)), options: TrainOptions = { imported: imported() }, job = jobOf()) =>
  train(frame, job, options);

it('joins the ensemble as one more candidate, tested in every window', async () => {
  const frame = chaotic(Array(8).fill(90));
  const calls: { first: number[]; series: number }[] = [];
  const run: RunImported = (contexts, series) => {
    calls.push({ first: [...contexts.subarray(0, contextLength)], series });
    return knowing(8)(contexts, series);
  };

  const { model, report } = await train(frame, jobOf(), { imported: imported(run) });

  const found = report.candidates.find(({ name }) => name === 'imported-model')!;
  expect(found).toMatchObject({
    title: 'Imported model (chaos.onnx)',
    uses: { known: false, past: false, statics: false },
    quantiles: 'conformal',
  });
  expect(found.weight).toBeGreaterThan(0.6);
  expect(report.plan?.families).toContainEqual({
    name: 'imported-model',
    tested: 'all',
    source: imported().source,
    weighed: true,
  });
  expect(calls[0]!.series).toBe(8);
  const end = 90 - horizon * report.windows.length;
  expect(calls[0]!.first).toEqual([...Float32Array.from(frame.target.slice(end - contextLength, end))]);
  expect(importedModelOf(model)).toEqual(expect.objectContaining({ contextLength, steps: 8 }));
});

it('gives the same bytes again from its plan, on any number of threads', async () => {
  const frame = chaotic(Array(40).fill(90));
  const first = await trained(frame);
  const pool = threads(frame, 2);

  const again = await trained(frame, { imported: imported(), runner: pool }, jobOf({ plan: first.report.plan! }));
  await pool.close();

  expect(Buffer.compare(encodeModel(again.model), encodeModel(first.model))).toBe(0);
  expect(again.report.plan).toEqual(first.report.plan);
});

it('refuses a plan with an imported model where the run brings none, or another', async () => {
  const { report } = await trained();

  const other = { ...imported(), source: 'SHA-256 of another' };
  const misled = trained(undefined, { imported: other }, jobOf({ plan: report.plan! }));
  await expect(misled).rejects.toThrow(/brings another \(SHA-256 of another\)/);
  const refused = trained(undefined, {}, jobOf({ plan: report.plan! }));

  await expect(refused).rejects.toThrow(/a run with an imported model \(SHA-256 00ff\), and this one brings none/);
  await expect(refused).rejects.toThrow(InvalidInput);
});

it('is served from the artifact as it was trained, alone, in a batch and on threads', async () => {
  const frame = chaotic(Array(120).fill(60));
  const request = nextPeriods(frame, horizon);
  const { model } = await trained(frame);
  const read = decodeModel(encodeModel(model));
  const pool = threads(frame, 2);

  const whole = predict(read, frame, request, await importedAhead(read, frame, request, knowing(8)));
  const spread = await predictAll(model, frame, request, { runner: pool, runImported: knowing(8) });
  const one = { item: request.item.slice(0, horizon), period: request.period.slice(0, horizon) };
  const alone = predict(read, frame, one, await importedAhead(read, frame, one, knowing(8)));
  await pool.close();

  expect(importedModelOf(read)?.bytes).toEqual(Uint8Array.of(1, 2, 3));
  expect(spread.values).toEqual(whole.values);
  expect(alone.values).toEqual(whole.values.slice(0, 3 * horizon));
  let y = frame.target[59]!;
  for (let h = 0; h < horizon; h++) {
    y = next(y);
    expect(Math.abs(whole.values[3 * h + 1]! / y - 1)).toBeLessThan(0.1);
  }
});

it('is an error, not an absence, where nobody asked it', async () => {
  const frame = chaotic(Array(8).fill(90));
  const { model } = await trained(frame);

  expect(() => predict(model, frame, nextPeriods(frame, horizon))).toThrow(/was not asked for item c000/);
  await expect(explain(model, frame, nextPeriods(frame, horizon))).rejects.toThrow(/nothing that runs it/);
});

it('leaves items with too few values, and steps beyond its reach, to the others', async () => {
  const frame = chaotic([...Array(8).fill(120), 40, 40]);
  const wants = { contextLength: 50, steps: 3 };
  const run: RunImported = async (contexts, series) => {
    const last = Float32Array.from({ length: series * contextLength }, (_, k) => {
      const [i, t] = [Math.floor(k / contextLength), k % contextLength];
      return contexts[(i + 1) * 50 - contextLength + t]!;
    });
    return knowing(3)(last, series);
  };
  const request = nextPeriods(frame, horizon);
  const { model } = await trained(frame, { imported: imported(run, wants) });
  const without = { ...model, members: model.members.filter((it) => !it.imported) };

  const ahead = await importedAhead(model, frame, request, run);
  const { values } = predict(model, frame, request, ahead);
  const others = predict(without, frame, request).values;

  expect(ahead!.get(0)).toHaveLength(3);
  expect(ahead!.get(8)).toHaveLength(0);
  const row = (of: Float64Array, item: number, step: number) => of[3 * (item * horizon + step) + 1];
  expect(row(values, 0, 2)).not.toBe(row(others, 0, 2));
  expect(row(values, 0, 3)).toBe(row(others, 0, 3));
  for (let h = 0; h < horizon; h++) expect(row(values, 8, h)).toBe(row(others, 8, h));
});

it('is bounded like the other families where it gives what is no forecast', async () => {
  const frame = chaotic(Array(8).fill(90));
  const bad = [Number.NaN, Number.POSITIVE_INFINITY, -1e30, 1e30];
  const run: RunImported = async (contexts, series) =>
    (await knowing(8)(contexts, series)).map((it, k) => (k % 8 > 0 ? it : bad[Math.floor(k / 8) % 4]!));
  const request = nextPeriods(frame, horizon);
  const { model } = await trained(frame, { imported: imported(run) });

  const forced = { ...model, members: model.members.map((it) => ({ ...it, weight: it.imported ? 1 : 0 })) };
  const all = model.members.some((it) => it.imported)
    ? forced
    : {
        ...model,
        members: [{ name: 'imported-model', weight: 1, parameters: new Float64Array(0), imported: imported() }],
      };
  const { values } = predict(all, frame, request, await importedAhead(all, frame, request, run));

  expect(values.every(Number.isFinite)).toBe(true);
  expect(Math.max(...values)).toBeLessThan(400);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
});

it('draws a straight line over gaps of its context, and holds the ends', async () => {
  const past = [...chaos(60, 1), Number.NaN, 10, Number.NaN, Number.NaN, 40, Number.NaN];
  past[59] = 4;
  const frame = panel([{ id: 'a', past }]);
  const { model } = await trained();
  const seen: number[] = [];
  const run: RunImported = async (contexts, series) => {
    seen.push(...contexts);
    return new Float32Array(series * 8);
  };
  const longer = model.members.map((it) =>
    it.imported ? { ...it, imported: { ...it.imported, contextLength: 6 } } : it,
  );

  await importedAhead({ ...model, members: longer }, frame, nextPeriods(frame, 1), run);

  expect(seen).toEqual([7, 10, 20, 30, 40, 40]);
});

it('has its part in explanations, which still sum to the median', async () => {
  const frame = chaotic(Array(8).fill(90));
  const request = nextPeriods(frame, horizon);
  const { model } = await trained(frame);
  let calls = 0;
  const run: RunImported = (...args) => {
    calls++;
    return knowing(8)(...args);
  };

  const explained = await explain(model, frame, request, run);
  const { values } = predict(model, frame, request, await importedAhead(model, frame, request, run));

  expect(calls).toBe(8 + 1);
  explained.forEach(({ median, parts }, i) => {
    for (let h = 0; h < horizon; h++) {
      const row = 3 * (i * horizon + h);
      expect(median[h]).toBe(medianOf(model.quantiles, values.subarray(row, row + 3)));
      expect(parts.reduce((sum, it) => sum + it.values[h]!, 0)).toBeCloseTo(median[h]!, 9);
    }
  });
});

it('is left out with a note where no item has its context, and where no window can be held out', async () => {
  const long = await trained(undefined, { imported: imported(knowing(8), { contextLength: 86 }) });
  const short = await trained(chaotic([4, 4]), { imported: imported() });

  expect(long.report.notes.join()).toMatch(/chaos\.onnx was left out: no item has the 86 values/);
  expect(short.report.notes.join()).toMatch(/chaos\.onnx was left out: no window/);
  expect(importedModelOf(long.model) ?? importedModelOf(short.model)).toBeUndefined();
});

it('is scored where it has a context, though that be in the test window alone', async () => {
  const run: RunImported = async (contexts, series) => {
    const ends = Array.from({ length: series }, (_, i) => [...contexts.subarray(85 * i + 82, 85 * i + 85)]);
    return knowing(8)(Float32Array.from(ends.flat()), series);
  };

  const { report } = await trained(undefined, { imported: imported(run, { contextLength: 85 }) });

  const found = report.candidates.find(({ name }) => name === 'imported-model')!;
  expect(found.validation.MASE).toBeNull();
  expect(found.test.MASE).toBeLessThan(0.1);
  expect(TrainingReport.safeParse(report).success).toBe(true);
});

it('is refused where its results have another shape than it promised', async () => {
  const run: RunImported = async () => new Float32Array(3);

  await expect(trained(undefined, { imported: imported(run) })).rejects.toThrow(
    /chaos\.onnx gave 3 values for 8 series; it should give 8 for each/,
  );
});

it('is given up at the time limit, though it never answers, and at once where the run is cancelled', async () => {
  const never: RunImported = (_, __, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Cancelled('It'))));
  const limited = jobOf({ completionCriteria: { maxAutoMLJobRuntimeInSeconds: 20 } });
  const stop = new AbortController();

  const { report } = await trained(undefined, { imported: imported(never), secondsBefore: 15 }, limited);
  const cancelled = trained(undefined, { imported: imported(never), signal: stop.signal });
  setTimeout(() => stop.abort(), 1500);

  expect(report.notes.join()).toMatch(/chaos\.onnx was left out: the time limit/);
  expect(report.candidates.map(({ name }) => name)).toContain('seasonal-naive');
  await expect(cancelled).rejects.toThrow(Cancelled);
});
