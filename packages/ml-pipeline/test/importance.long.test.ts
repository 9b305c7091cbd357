import type { TrainingFrame } from '@tandem/data-model';
import { type NewTrainingJob, TrainingJob } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import { backtest } from '../src/backtest/backtest.ts';
import { fitMembers } from '../src/backtest/fit-members.ts';
import { fitRegressions } from '../src/backtest/regressions.ts';
import { measureImportance } from '../src/explain/importance.ts';
import { inPlaceRunner } from '../src/in-place-runner.ts';
import { train } from '../src/index.ts';
import { makePlan } from '../src/make-plan.ts';
import { type RunControl, runControl } from '../src/run-control.ts';
import type { Task } from '../src/tasks.ts';
import { chance } from '../src/trees/chance.ts';
import { panel, shops } from './panel.ts';

// Each test trains; a machine that is busy with other things takes several times as long.
vi.setConfig({ testTimeout: 60_000 });

const measure = async (frame: TrainingFrame, change: NewTrainingJob = {}) =>
  (await train(frame, TrainingJob.parse({ forecastHorizon: 14, preset: 'fast', ...change }))).report.importance;

/** Shops whose sales an offer lifts by half and an event by a tenth, beside flags and numbers that mean nothing. */
function market(seed: number): TrainingFrame {
  const flag = (which: number) => (i: number, k: number) => (chance(which + seed, i, k) < 0.3 ? 1 : 0);
  const week = [1, 0.9, 0.9, 1, 1.2, 1.4, 0.6];
  const items = Array.from({ length: 24 }, (_, i) => ({
    id: `s${String(i).padStart(2, '0')}`,
    past: Array.from(
      { length: 160 },
      (_, k) =>
        100 *
        (1 + (i % 5)) *
        week[k % 7]! *
        (1 + 0.5 * flag(1)(i, k)) *
        (1 + 0.1 * flag(2)(i, k)) *
        (0.85 + 0.3 * chance(3 + seed, i, k)),
    ),
  }));
  return panel(items, {
    known: {
      junk: flag(11),
      offer: flag(1),
      event: flag(2),
      temperature: (i, k) => 10 * chance(12 + seed, i, k),
    },
    statics: [{ name: 'colour', levels: ['red', 'blue'], values: Float64Array.from(items, (_, i) => i % 2) }],
  });
}

it('ranks inputs by what they tell, and leaves those that tell nothing within their band', async () => {
  for (const seed of [100, 300]) {
    const importance = (await measure(market(seed)))!;

    expect(importance.inputs.slice(0, 2).map(({ name }) => name)).toEqual(['offer', 'event']);
    for (const { name, rise, band } of importance.inputs) {
      if (name === 'offer' || name === 'event') expect(rise).toBeGreaterThan(band);
      else expect(Math.abs(rise)).toBeLessThanOrEqual(band);
    }
    expect(importance.loss).toBeGreaterThan(0);
    expect(importance).toMatchObject({ items: 24, repeats: 5 });
  }
});

it('sees an input that is the same for all items', async () => {
  const importance = (await measure(shops(10, 150)))!;

  expect(importance.inputs).toMatchObject([{ name: 'promo', kind: 'known' }]);
  expect(importance.inputs[0]!.rise).toBeGreaterThan(importance.inputs[0]!.band);
});

it('gives the same figures again, and none where nothing can be shuffled or held out', async () => {
  const frame = market(100);

  expect(await measure(frame)).toEqual(await measure(frame));
  expect(await measure({ ...shops(4, 100), known: [] })).toBeNull();
  expect(await measure(shops(3, 4), { forecastHorizon: 60 })).toBeNull();
});

it('leaves the time for the forecast that has to come', async () => {
  const frame = shops(30, 150);
  const job = TrainingJob.parse({
    forecastHorizon: 14,
    preset: 'fast',
    completionCriteria: { maxAutoMLJobRuntimeInSeconds: 1000 },
  });
  const fittedBy = async (run: RunControl) => {
    const plan = await makePlan(frame, job, undefined, run);
    const regressions = await fitRegressions(frame, plan, run);
    const { backtested, trials } = await backtest(frame, plan, regressions, run);
    return { plan, fitted: await fitMembers(frame, plan, backtested, trials, run) };
  };
  let now = 0;
  const control = (thenForecast: boolean) => runControl(inPlaceRunner(frame), { clock: () => now, thenForecast }, job);
  const { plan, fitted } = await fittedBy(control(true));
  const { backtested } = fitted;
  // Of each family alone, all forecasts would take more than the 70 seconds that are left.
  const slow = { ...backtested, candidates: backtested.candidates.map((it) => ({ ...it, predictSeconds: 1000 })) };
  const measured = async (thenForecast: boolean) => {
    now = 0;
    const run = control(thenForecast);
    now = 900_000;
    return (await measureImportance(frame, plan, { ...fitted, backtested: slow }, run)).importance;
  };

  expect(await measured(true)).toBeNull();
  expect((await measured(false))?.inputs).toHaveLength(1);
});

it('sends no trees along to be weighed', async () => {
  const frame = shops(6, 120);
  const runner = inPlaceRunner(frame);
  const weighed: Task[] = [];
  const spying: typeof runner = {
    ...runner,
    run: (task, signal) => {
      if (task.kind === 'weigh') weighed.push(task);
      return runner.run(task, signal);
    },
  };

  const { model } = await train(frame, TrainingJob.parse({ forecastHorizon: 14, preset: 'balanced' }), {
    runner: spying,
  });

  expect(model.members.some(({ trees }) => trees)).toBe(true);
  const sent = weighed.flatMap((it) => (it.kind === 'weigh' ? it.tested.candidates : []));
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((it) => 'heldOut' in it)).toEqual([]);
});

it('names what it could not measure within the time limit', async () => {
  let now = 0;
  const job = TrainingJob.parse({
    forecastHorizon: 14,
    preset: 'fast',
    completionCriteria: { maxAutoMLJobRuntimeInSeconds: 10 },
  });

  const { report } = await train(shops(30, 150), job, { clock: () => (now += 1000) });

  expect(report.importance).toBeNull();
  expect(report.notes).toContain('The importance of promo was not measured: the time limit was reached.');
});
