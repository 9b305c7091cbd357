import { nextPeriods } from '@tandem/data-model';
import { TrainingJob } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { predict, train } from '../src/pipeline.ts';
import { chance } from '../src/trees/chance.ts';
import { panel } from './panel.ts';

const job = (preset: 'fast' | 'balanced') =>
  TrainingJob.parse({ forecastFrequency: 'D', forecastHorizon: 1, forecastQuantiles: ['p50'], preset });

it.each(['fast', 'balanced'] as const)(
  'scores no better than it forecasts where the day after the horizon would tell: %s',
  async (preset) => {
    const offer = (i: number, k: number) => (chance(1, i, k) < 0.3 ? 1 : 0);
    const sales = (i: number, k: number) => (100 + 5 * i) * (offer(i, k + 1) === 1 ? 0.5 : 1);
    const days = 200;
    const items = Array.from({ length: 12 }, (_, i) => ({
      id: `s${String(i).padStart(2, '0')}`,
      past: Array.from({ length: days }, (_, k) => sales(i, k)),
      ahead: 1,
    }));
    const frame = panel(items, { known: { offer } });

    const { model, report } = await train(frame, job(preset));
    const { values } = predict(model, frame, nextPeriods(frame, 1));

    const actual = items.map((_, i) => sales(i, days));
    const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
    const served = sum(actual.map((it, i) => Math.abs(it - values[i]!))) / sum(actual);
    // Three days in ten sell half: nobody can know which one the last is.
    expect(served).toBeGreaterThan(0.05);
    expect(report.ensemble.test.WAPE).toBeGreaterThan(0.05);
  },
);

it('trains every preset where no window can be held out', async () => {
  const items = ['a', 'b', 'c'].map((id, i) => ({ id, past: [10 + i, 11 + i, 12 + i] }));
  const frame = panel(items, { frequency: 'Y' });
  for (const preset of ['fast', 'balanced', 'best'] as const) {
    const wanted = TrainingJob.parse({ forecastFrequency: 'Y', forecastHorizon: 2, preset });

    const { model, report } = await train(frame, wanted);

    expect(report.windows).toEqual([]);
    expect(predict(model, frame, nextPeriods(frame, 2)).values.every(Number.isFinite)).toBe(true);
  }
});
