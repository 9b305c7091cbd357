import { decodeFrame, encodeFrame, nextPeriods } from '@tandem/data-model';
import { TrainingJob } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import { predict, train } from '../src/index.ts';
import taskModule, { type CandidateWork, type FitResult } from '../src/tasks.ts';
import { panel, shops, uniform } from './panel.ts';

vi.setConfig({ testTimeout: 60_000 });

const job = TrainingJob.parse({ forecastHorizon: 14, preset: 'fast' });

it('hands a family that sees the raw series the offers of past and future, in training and in serving', async () => {
  const frame = decodeFrame(encodeFrame(shops(4, 200, 14)));
  const { model } = await train(frame, job);
  const work: CandidateWork = {
    kind: 'candidate',
    name: 'prophet',
    items: Int32Array.of(0, 1, 2, 3),
    rows: Int32Array.from(frame.history, (it) => it - 14),
    minRows: model.minRows,
    steps: 14,
    plan: model.series,
    fit: model.regression,
  };
  const run = taskModule(frame);

  const { medians } = (await run(work)) as FitResult;
  const { parameters } = (await run({ ...work, rows: frame.history, steps: 0 })) as FitResult;
  const alone = { ...model, members: [{ name: 'prophet', weight: 1, parameters }] };
  const { mean, item } = predict(alone, frame, nextPeriods(frame, 14));

  const truth = shops(4, 214).target;
  medians.forEach((it, r) => {
    expect(Math.abs(it / truth[214 * Math.floor(r / 14) + 186 + (r % 14)]! - 1)).toBeLessThan(0.15);
  });
  mean.forEach((it, r) => {
    expect(Math.abs(it / truth[214 * item[r]! + 200 + (r % 14)]! - 1)).toBeLessThan(0.15);
  });
});

it('forecasts rare demand by its own family, and gives the others items as if it were not there', async () => {
  const random = uniform(9);
  const frame = panel(
    Array.from({ length: 12 }, (_, i) => ({
      id: `p${String(i).padStart(2, '0')}`,
      past: Array.from({ length: 150 }, () => (i < 4 ? (random() < 0.2 ? 5 : 0) : 100 + 10 * random())),
    })),
  );

  const { model, report } = await train(frame, job);
  const { mean } = predict(model, frame, nextPeriods(frame, 14));

  // Scored on four of the twelve, it is no better than the others for what it says of those.
  const family = report.candidates.at(-1)!;
  expect(family).toMatchObject({ name: 'croston', scoredItems: 4 });
  expect(family.test.MASE).toBeGreaterThan(0);
  expect(report.candidates[0]).toMatchObject({ scoredItems: 12 });
  expect([...mean].every(Number.isFinite)).toBe(true);
  expect(mean[14 * 2]).toBeLessThan(3);
  expect(Math.abs(mean[14 * 8]! / 105 - 1)).toBeLessThan(0.05);
});

it('says nothing of a family of which no item is a case', async () => {
  const { report } = await train(shops(3, 120), job);

  expect(report.candidates.map(({ name }) => name)).not.toContain('croston');
  expect(report.candidates.map(({ name }) => name)).toContain('theta');
});
