import { TrainingJob } from '@tandem/data-model/contract';
import type { TaskRunner } from '@tandem/ports';
import { expect, it, vi } from 'vitest';
import { shops } from '../../test/panel.ts';
import { itemCandidates } from '../candidates/registry.ts';
import { inPlaceRunner } from '../in-place-runner.ts';
import { makePlan } from '../make-plan.ts';
import { runControl } from '../run-control.ts';
import type { FitResult, Task, TaskResult } from '../tasks.ts';
import { measureRates } from './rates.ts';

// A machine that is busy with other things takes several times as long.
vi.setConfig({ testTimeout: 60_000 });

/** Measures with a limit of 90 s where a family takes `seconds` for each item and unit of its cost. */
async function measured(seconds: number) {
  const frame = shops(40, 60);
  const limit = 90;
  const job = TrainingJob.parse({
    forecastHorizon: 7,
    preset: 'best',
    completionCriteria: { maxAutoMLJobRuntimeInSeconds: limit },
  });
  let now = 0;
  const inPlace = inPlaceRunner(frame);
  const threads = 2;
  const after = (spent: number, rest: Partial<FitResult>) => {
    now += (1000 * spent) / threads;
    const none = new Float64Array(0);
    return { medians: none, parameters: none, ...rest, fitSeconds: spent, predictSeconds: 0 };
  };
  const runner: TaskRunner<Task, TaskResult> = {
    threads,
    run: async (task) => {
      if (task.kind === 'candidate') {
        const { cost } = itemCandidates.find(({ name }) => name === task.name)!;
        return after(task.items.length * cost * seconds, {});
      }
      if (task.kind === 'trees') return after(0.1, {});
      const result = await inPlace.run(task);
      return task.kind === 'regression' ? after(0.01 * task.tested.length * seconds, result as FitResult) : result;
    },
    close: () => inPlace.close(),
  };
  const run = runControl(runner, { clock: () => now }, job);
  const plan = await makePlan(frame, job, undefined, run);
  const rates = await measureRates(frame, plan, run);
  return { rates, share: now / 1000 / limit };
}

it.each([0.001, 0.02, 0.5])(
  'takes a small share of the limit to measure, where ETS takes %f s for an item',
  async (seconds) => {
    const { rates, share } = await measured(seconds);

    expect(share).toBeLessThan(0.2);
    const arima = rates.families.get('arima')!;
    expect((arima.fit + arima.predict) / (4 * seconds)).toBeCloseTo(1, 6);
  },
);

it('takes costly families to last as their cost says where there is no time to measure them', async () => {
  const { rates, share } = await measured(5);

  expect(share).toBeLessThan(0.2);
  const [prophet, arima] = [rates.families.get('prophet')!, rates.families.get('arima')!];
  expect(arima.fit).toBeGreaterThan(0);
  expect(arima.fit / prophet.fit).toBeCloseTo(4 / 1.5, 6);
});
