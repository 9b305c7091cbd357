import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDiskObjectStore, openThreadPool } from '@tandem/adapters-local';
import { encodeFrame, parseDay, type TrainingFrame } from '@tandem/data-model';
import { TrainingJob, type TrainingReport } from '@tandem/data-model/contract';
import type { ForecastBackend } from '@tandem/ports';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeModel, installFakeRuntime } from '../../test/fake-onnx-runtime.ts';
import { openImportedModel } from '../imported-model/open-imported-model.ts';
import { openLocalForecast } from './local-forecast.ts';

const days = 140;
const horizon = 7;
const hooks = { onProgress: () => undefined, onLog: () => undefined, signal: new AbortController().signal };
const source = { modelKey: 'model.bin', frameKey: 'frame.bin' };
const other = { modelKey: 'other.bin', frameKey: 'frame.bin' };
const served = { ...source, endpointId: 'e' };
const one = { items: [{ itemId: 'a' }] };
const all = { items: ['a', 'b', 'c'].map((itemId) => ({ itemId })) };
let root: string;
let objects: ReturnType<typeof openDiskObjectStore>;
let processes: () => number[];
let freshBackend: () => ForecastBackend;
let backend: ForecastBackend;
let report: TrainingReport;

/** Each weekday of a shop walks at random by itself, so that what the last week was says most of the next. */
function frame(): TrainingFrame {
  const items = ['a', 'b', 'c'];
  const target = new Float64Array(items.length * days);
  let state = 1;
  for (let k = 0; k < target.length; k++) {
    state = (state * 48_271) % 2_147_483_647;
    const before = k % days < 7 ? 500 + 100 * (k % 7) : target[k - 7]!;
    target[k] = before + 40 * (state / 2_147_483_647 - 0.5);
  }
  return {
    axis: { frequency: { count: 1, unit: 'D' }, anchor: 0 },
    items,
    start: new Float64Array(items.length).fill(parseDay('2025-01-01')),
    offset: Int32Array.from([0, 1, 2, 3], (i) => i * days),
    history: new Int32Array(items.length).fill(days),
    target,
    known: [],
    past: [],
    statics: [],
  };
}

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'served-import-'));
  const runtimes = path.join(root, 'runtimes');
  ({ processes } = installFakeRuntime(runtimes));
  objects = openDiskObjectStore(path.join(root, 'objects'));
  freshBackend = () =>
    openLocalForecast({
      objects,
      openRunner: (module, shared) => openThreadPool({ module, shared, threads: 2 }),
      openImported: (file, signal) => openImportedModel(file, { runtimes, signal }),
    });
  backend = freshBackend();
  const uploadId = `upl_${'0'.repeat(32)}`;
  const job = TrainingJob.parse({ forecastHorizon: horizon, preset: 'fast', importedModel: { uploadId } });
  await objects.put('upload', fakeModel('week'));
  await objects.put('frame.bin', encodeFrame(frame()));
  report = await backend.train({ job, ...source, imported: { title: 'week.onnx', key: 'upload' } }, hooks);
  await copyModel(other.modelKey);
}, 60_000);
afterAll(async () => {
  await backend.undeploy('e');
  rmSync(root, { recursive: true, force: true });
});

/** What was trained, and what is kept beside it. */
async function copyModel(to: string): Promise<void> {
  for (const ending of ['', '.card.json']) {
    await objects.put(`${to}${ending}`, await objects.get(`${source.modelKey}${ending}`));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('trains with an uploaded model, and keeps it in what is served', async () => {
  const found = report.candidates.find(({ name }) => name === 'imported-model')!;
  await objects.delete('upload');

  const [first] = await backend.predict(served, all);
  const [alone] = await backend.predict(served, one);

  expect(found.title).toBe('Imported model (week.onnx)');
  expect(found.weight).toBeGreaterThan(0);
  expect(alone).toEqual(first);
});

it('explains and forecasts a batch with it as it predicts', async () => {
  const items = [{ itemId: 'b' }];
  const [forecast] = await backend.predict(served, { items });

  const [why] = await backend.explain(source, { items });
  await backend.batch({ ...source, horizon, outputKey: 'out.csv' }, hooks);

  const sums = why!.timestamps.map((_, h) => why!.parts.reduce((sum, { values }) => sum + values[h]!, 0));
  sums.forEach((it, h) => {
    expect(it).toBeCloseTo(forecast!.quantiles.p50![h]!, 9);
  });
  const rows = Buffer.from(await objects.get('out.csv'))
    .toString()
    .trim()
    .split('\n');
  expect(rows.filter((it) => it.startsWith('b,')).map((it) => Number(it.split(',')[2]))).toEqual(
    forecast!.mean.map((it) => Number(it.toPrecision(12))),
  );
});

it('ends the process of an endpoint that is taken down', async () => {
  await backend.predict({ ...served, endpointId: 'f' }, one);
  const pid = processes().at(-1)!;
  expect(isRunning(pid)).toBe(true);

  await backend.undeploy('f');

  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

it('explains what it was asked though another model is explained meanwhile', async () => {
  const [three, alone] = await Promise.all([backend.explain(source, all), backend.explain(other, one)]);

  expect(three.map(({ itemId }) => itemId)).toEqual(['a', 'b', 'c']);
  expect(alone[0]).toEqual(three[0]);
});

it('explains two models, neither of them in memory, and ends the process of the one that is left', async () => {
  const [started, third] = [processes().length, { ...source, modelKey: 'third.bin' }];
  await copyModel(third.modelKey);
  const fresh = freshBackend();

  const explained = await Promise.all([fresh.explain(other, one), fresh.explain(third, one)]);

  const pids = processes().slice(started);
  expect(explained.flat()).toHaveLength(2);
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isRunning).length, { timeout: 10_000 }).toBe(1);
});

it('answers who predicted before the endpoint was taken down, and then ends its process', async () => {
  const asked = backend.predict({ ...served, endpointId: 'g' }, all);
  await backend.undeploy('g');

  expect(await asked).toHaveLength(3);
  const pid = processes().at(-1)!;
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});

it('answers who predicted before the endpoint was given another model', async () => {
  const endpointId = 'h';
  const started = processes().length;

  const both = await Promise.all([
    backend.predict({ ...source, endpointId }, all),
    backend.predict({ ...other, endpointId }, all),
  ]);
  await backend.undeploy(endpointId);

  const pids = processes().slice(started);
  expect(both[1]).toEqual(both[0]);
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.some(isRunning), { timeout: 10_000 }).toBe(false);
});

it('trains without a model that hangs when it is tried, where there is a time limit', async () => {
  const uploadId = `upl_${'1'.repeat(32)}`;
  const completionCriteria = { maxAutoMLJobRuntimeInSeconds: 16 };
  const job = TrainingJob.parse({
    forecastHorizon: 7,
    preset: 'fast',
    importedModel: { uploadId },
    completionCriteria,
  });
  await objects.put('hanging', fakeModel('hang', 0));

  const imported = { title: 'hang.onnx', key: 'hanging' };
  const { notes, candidates } = await backend.train(
    { job, frameKey: 'frame.bin', modelKey: 'without.bin', imported },
    hooks,
  );

  expect(notes.join()).toMatch(/hang\.onnx was left out: it could not be opened within 4 s/);
  expect(candidates.map(({ name }) => name)).not.toContain('imported-model');
}, 60_000);
