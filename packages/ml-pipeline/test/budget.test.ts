import { Cancelled } from '@tandem/data-model';
import { type NewTrainingJob, type Progress, TrainingJob } from '@tandem/data-model/contract';
import type { TaskRunner } from '@tandem/ports';
import { expect, it, vi } from 'vitest';
import { encodeModel, type Task, type TaskResult, train } from '../src/index.ts';
import { panel, shops, uniform } from './panel.ts';

// Each test trains; a machine that is busy with other things takes several times as long.
vi.setConfig({ testTimeout: 60_000 });

const job = (change: NewTrainingJob = {}) => TrainingJob.parse({ forecastHorizon: 14, preset: 'fast', ...change });

it('tells progress that rises to the whole, and stops soon after a cancel', async () => {
  const frame = shops(30, 150);
  const told: Progress[] = [];
  await train(frame, job(), { onProgress: (it) => told.push(it) });
  const stop = new AbortController();
  const cancelled = train(frame, job(), { signal: stop.signal, onProgress: () => stop.abort() });

  await expect(cancelled).rejects.toBeInstanceOf(Cancelled);
  expect(told.at(-1)!.share).toBeCloseTo(1, 6);
  expect(told.some(({ detail }) => detail === 'ETS, automatic, window 2 of 3')).toBe(true);
});

it('keeps a time limit with what is best so far, and says what it left out', async () => {
  const frame = shops(30, 150);
  let now = 0;
  // Each look at the clock takes a second: the limit bites after a few tasks.
  const { report } = await train(frame, job({ completionCriteria: { maxAutoMLJobRuntimeInSeconds: 60 } }), {
    clock: () => (now += 1000),
  });

  expect(report.candidates.map(({ name }) => name)).not.toContain('ets');
  expect(report.notes.join()).toContain('ETS, automatic was left out');
  expect(report.ensemble.test.SQL).toBeLessThan(report.baseline.test.SQL!);
});

it('does again, byte for byte and without a clock, what a run completed that a time limit cut short', async () => {
  const frame = shops(30, 150);
  let now = 0;
  const limited = { completionCriteria: { maxAutoMLJobRuntimeInSeconds: 60 } };
  const cut = await train(frame, job(limited), { clock: () => (now += 1000) });

  const again = await train(frame, job({ ...limited, plan: cut.report.plan! }), {
    clock: () => Number.POSITIVE_INFINITY,
  });
  const whole = await train(frame, job());

  const bytes = (it: typeof cut) => Buffer.from(encodeModel(it.model));
  expect(bytes(again).equals(bytes(cut))).toBe(true);
  expect(again.report.plan).toEqual(cut.report.plan);
  expect(bytes(whole).equals(bytes(cut))).toBe(false);
});

it('stops a costly family that is far behind on a sample, and follows the plan of that to the same bytes', async () => {
  const random = uniform(13);
  const items = Array.from({ length: 700 }, (_, i) => {
    const week = Array.from({ length: 7 }, () => 50 + 100 * random());
    return {
      id: String(i).padStart(3, '0'),
      // After two wild weeks each repeats the one before, which nothing forecasts as well as that.
      past: Array.from({ length: 35 }, (_, k) => (k < 14 ? 300 * random() : week[k % 7]!)),
    };
  });
  const frame = panel(items);

  const first = await train(frame, job({ forecastHorizon: 3 }));
  const again = await train(frame, job({ forecastHorizon: 3, plan: first.report.plan! }));

  expect(first.report.plan!.families).toContainEqual({ name: 'ets', tested: 'sample', weighed: false });
  expect(first.report.notes.join()).toContain('ETS, automatic was left out: on 117 items it was far behind.');
  expect(again.report.plan).toEqual(first.report.plan);
  expect(again.report.notes.join()).toContain('ETS, automatic was left out: the plan stops it after a sample.');
  expect(Buffer.from(encodeModel(again.model)).equals(Buffer.from(encodeModel(first.model)))).toBe(true);
}, 240_000);

it('stops at once where it is cancelled while it plans', async () => {
  const stop = new AbortController();
  const never: TaskRunner<Task, TaskResult> = {
    threads: 1,
    run: (_, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    close: async () => undefined,
  };
  const training = train(shops(3, 60), job(), { runner: never, signal: stop.signal });
  stop.abort();

  await expect(training).rejects.toBeInstanceOf(Cancelled);
});
