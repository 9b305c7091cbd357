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
const served = { ...source, endpointId: 'e' };
let root: string;
let objects: ReturnType<typeof openDiskObjectStore>;
let processes: () => number[];
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
  backend = openLocalForecast({
    objects,
    openRunner: (module, shared) => openThreadPool({ module, shared, threads: 2 }),
    openImported: (file, signal) => openImportedModel(file, { runtimes, signal }),
  });
  const uploadId = `upl_${'0'.repeat(32)}`;
  const job = TrainingJob.parse({ forecastHorizon: horizon, preset: 'fast', importedModel: { uploadId } });
  await objects.put('upload', fakeModel('week'));
  await objects.put('frame.bin', encodeFrame(frame()));
  report = await backend.train({ job, ...source, imported: { title: 'week.onnx', key: 'upload' } }, hooks);
}, 60_000);
afterAll(async () => {
  await backend.undeploy('e');
  rmSync(root, { recursive: true, force: true });
});

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

  const items = ['a', 'b', 'c'].map((itemId) => ({ itemId }));
  const [first] = await backend.predict(served, { items });
  const [alone] = await backend.predict(served, { items: [{ itemId: 'a' }] });

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
  await backend.predict({ ...served, endpointId: 'f' }, { items: [{ itemId: 'a' }] });
  const pid = processes().at(-1)!;
  expect(isRunning(pid)).toBe(true);

  await backend.undeploy('f');

  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});
