import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDiskObjectStore } from '@tandem/adapters-local';
import { objectKeys } from '@tandem/control-plane';
import { TrainingJob, type TrainingReport, type TrainingRun } from '@tandem/data-model/contract';
import type { Attempt, LeasedStore, OpenWork } from '@tandem/ports';
import pino from 'pino';
import { afterAll, expect, it } from 'vitest';
import { fakeModel, installFakeRuntime } from '../../test/fake-onnx-runtime.ts';
import { openImportedModel } from '../imported-model/open-imported-model.ts';
import { openLocalForecast } from '../local-forecast/local-forecast.ts';
import { train } from './train.ts';

const root = mkdtempSync(path.join(tmpdir(), 'train-job-'));
const objects = openDiskObjectStore(path.join(root, 'objects'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const uploadId = `upl_${'0'.repeat(32)}`;
const work: OpenWork = { kind: 'train', projectId: 'prj', id: 'run' };
const firstOfMany: Attempt = { number: 1, isLast: false, signal: new AbortController().signal };

/** How a run ends whose project has the uploaded model, and a star that is not to be read. */
async function runWith(model: Uint8Array, runtimes: string): Promise<TrainingRun> {
  const job = TrainingJob.parse({ forecastHorizon: 7, preset: 'fast', importedModel: { uploadId } });
  let record = { id: 'run', projectId: 'prj', state: 'queued', job } as TrainingRun;
  const trainingRuns = {
    get: async () => record,
    update: async (_: string, change: Partial<TrainingRun>) => {
      record = { ...record, ...change };
      return record;
    },
  };
  const uploads = { get: async () => ({ name: 'm.onnx', bytes: model.length }) };
  await objects.put(objectKeys.upload('prj', uploadId), model);

  await train(work, firstOfMany, {
    control: { trainingRuns, uploads } as unknown as LeasedStore,
    say: () => undefined,
    queue: { send: () => expect.fail('nothing is sent') },
    objects,
    forecasts: openLocalForecast({
      objects,
      openRunner: () => expect.fail('nothing is trained'),
      openImported: (file, signal) => openImportedModel(file, { runtimes, signal }),
    }),
    warehouse: () => expect.fail('the star is read'),
    holdWarehouse: () => expect.fail('nothing is staged'),
    now: () => '2026-11-26T00:00:00.000Z',
    log: pino({ enabled: false }),
    places: [],
  });
  return record;
}

/** The job that the engine is given for a run, and what its log and its report say. */
async function trained(run: Partial<TrainingRun>) {
  const told: string[] = [];
  let record = { id: 'run', projectId: 'prj', state: 'queued', ...run } as TrainingRun;
  let job: TrainingJob | undefined;
  const update = async (_: string, change: Partial<TrainingRun>) => {
    record = { ...record, ...change };
    return record;
  };
  const control = {
    trainingRuns: { update },
    once: async (_: string, act: (it: unknown) => Promise<unknown>) => act(control),
  };
  const report = { notes: ['Its own note.'] } as unknown as TrainingReport;
  await train(work, firstOfMany, {
    control: control as unknown as LeasedStore,
    say: (text) => told.push(text),
    queue: { send: () => expect.fail('nothing is sent') },
    objects,
    forecasts: {
      ...openLocalForecast({
        objects,
        openRunner: () => expect.fail('nothing is run'),
        openImported: () => expect.fail('nothing is opened'),
      }),
      train: async (request) => {
        job = request.job;
        return report;
      },
    },
    warehouse: () => expect.fail('the star is read'),
    holdWarehouse: () => expect.fail('nothing is staged'),
    now: () => '2026-11-26T00:00:00.000Z',
    log: pino({ enabled: false }),
    places: [],
  });
  return { limit: job?.completionCriteria.maxAutoMLJobRuntimeInSeconds, told, record };
}

const asking = (maxAutoMLJobRuntimeInSeconds: number | null) =>
  TrainingJob.parse({ completionCriteria: { maxAutoMLJobRuntimeInSeconds } });

it('trains within the limit that a quota or profile set, says so, and leaves the job as it was asked for', async () => {
  for (const [limitedBy, says] of [
    ['quota', 'The quota training-minutes-per-month leaves this run 360 s'],
    ['profile', 'The profile of the project lets a run take 360 s'],
  ] as const) {
    const { limit, told, record } = await trained({ job: asking(null), limitSeconds: 360, limitedBy });

    expect(limit).toBe(360);
    expect(told).toContainEqual(expect.stringContaining(says));
    expect(record.report?.notes).toEqual([expect.stringContaining(says), 'Its own note.']);
    expect(record.job).toEqual(asking(null));
  }
});

it('says nothing of a limit that the run asked for itself', async () => {
  const { limit, record } = await trained({ job: asking(60), limitSeconds: null, limitedBy: null });

  expect(limit).toBe(60);
  expect(record.report?.notes).toEqual(['Its own note.']);
});

it('refuses a file that is no model before the star is read', async () => {
  const runtimes = path.join(root, 'runtimes');
  installFakeRuntime(runtimes);

  const { state, error } = await runWith(new TextEncoder().encode('no model'), runtimes);

  expect({ state, error }).toMatchObject({ state: 'failed', error: { code: 'INVALID_INPUT' } });
  expect(error?.detail).toContain('m.onnx cannot be read');
});

it('ends at once where nothing can run the model, with the command that installs it', async () => {
  const runtimes = path.join(root, 'broken');
  const folder = path.join(runtimes, 'node_modules', 'onnxruntime-node');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'index.js'), `throw new Error('the native library is not there');`);

  const { state, error } = await runWith(fakeModel('week'), runtimes);

  expect({ state, error }).toMatchObject({ state: 'failed', error: { code: 'RUNTIME_MISSING' } });
  expect(error?.mend).toContain(`npm install --prefix ${runtimes}`);
});
