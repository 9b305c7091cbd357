import { InvalidInput } from '@tandem/data-model';
import { CompletedPlan, TrainingJob } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import { panel, shops } from '../test/panel.ts';
import { itemCandidates } from './candidates/registry.ts';
import { planTraining, sampleWindows } from './plan.ts';
import { treesOf, windowsOf } from './preset-sizes.ts';

// A machine that is busy with other things takes several times as long.
vi.setConfig({ testTimeout: 60_000 });

const planOf = (change: Partial<CompletedPlan> = {}): CompletedPlan =>
  CompletedPlan.parse({
    preset: 'fast',
    seed: 1,
    windows: 3,
    testedItems: 10,
    forms: 1,
    trees: null,
    families: [{ name: 'seasonal-naive', tested: 'all', weighed: true }],
    ...change,
  });

it('takes of a panel that is too large to test the same items by a plan as the run did that completed it', () => {
  const past = Array.from({ length: 1540 }, (_, k) => k % 5);
  const frame = panel(Array.from({ length: 1300 }, (_, i) => ({ id: String(i).padStart(4, '0'), past })));
  const job = TrainingJob.parse({ forecastHorizon: 500, preset: 'fast' });
  const whole = planTraining(frame, job, undefined);

  const cut = sampleWindows(whole, 2, 300);
  const again = planTraining(frame, { ...job, plan: planOf({ windows: 2, testedItems: 300 }) }, undefined);

  expect(whole.tested.length).toBe(1000);
  expect([...again.tested]).toEqual([...cut.tested]);
  expect(again.windows.map(({ rows }) => [...rows])).toEqual(cut.windows.map(({ rows }) => [...rows]));
});

it.each([
  ['another preset', { preset: 'best' }, /preset best and seed 1, and the job has preset balanced/],
  ['another seed', { seed: 2 }, /seed 2, and the job has .* seed 1/],
  ['a family that there is not', { families: [{ name: 'tarot', tested: 'all', weighed: true }] }, /tarot/],
  ['a family of a slower preset', { families: [{ name: 'prophet', tested: 'all', weighed: true }] }, /prophet/],
  ['no baseline', { families: [] }, /leaves out seasonal-naive/],
  ['larger trees than the preset grows', { trees: { rows: 400_000, trees: 220 } }, /at most 220 of 250000/],
] as const)('refuses a plan with %s', (_, change, message) => {
  const plan = planOf({ preset: 'balanced', ...(change as Partial<CompletedPlan>) });
  const refused = () => planTraining(shops(3, 60), TrainingJob.parse({ forecastHorizon: 7, plan }), undefined);

  expect(refused).toThrow(InvalidInput);
  expect(refused).toThrow(message);
});

it('lets a plan name all that the largest preset tries or ever tried, and nothing larger', () => {
  const { rows, boost } = treesOf.best!;
  const best = { preset: 'best', windows: windowsOf.best, forms: 4, trees: { rows, trees: boost.trees } } as const;
  const families = itemCandidates.map(({ name }) => ({ name, tested: 'all', weighed: true }) as const);

  expect(() => planOf({ ...best, families })).not.toThrow();
  expect(() => planOf({ ...best, windows: 6 })).not.toThrow();
  for (const larger of [
    { windows: 7 },
    { testedItems: 1e9 },
    { forms: 5 },
    { trees: { rows: 1e9, trees: 1 } },
    { trees: { rows: 1, trees: 2e9 } },
    { families: Array.from({ length: 33 }, () => families[0]!) },
  ])
    expect(() => planOf({ ...best, ...larger })).toThrow();
});
