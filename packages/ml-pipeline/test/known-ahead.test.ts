import { nextPeriods } from '@tandem/data-model';
import { TrainingJob } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import { predict, train } from '../src/pipeline.ts';
import { chance } from '../src/trees/chance.ts';
import { panel } from './panel.ts';

// Each test trains; a machine that is busy with other things takes several times as long.
vi.setConfig({ testTimeout: 60_000 });

const job = (preset: 'fast' | 'balanced') =>
  TrainingJob.parse({ forecastFrequency: 'D', forecastHorizon: 1, forecastQuantiles: ['p50'], preset });

it.each(['fast', 'balanced'] as const)(
  'scores the last window without a look at what is known beyond it: %s',
  async (preset) => {
    const offer = (i: number, k: number) => (chance(1, i, k) < 0.3 ? 1 : 0);
    const days = 120;
    // Sales fall on the day before an offer, so the day after the window would tell.
    const items = Array.from({ length: 12 }, (_, i) => ({
      id: `s${String(i).padStart(2, '0')}`,
      past: Array.from({ length: days }, (_, k) => (100 + 5 * i) * (offer(i, k + 1) === 1 ? 0.5 : 1)),
      ahead: 1,
    }));
    const scores = async (next: number) => {
      const frame = panel(items, { known: { offer: (i, k) => (k === days ? next : offer(i, k)) } });
      return (await train(frame, job(preset))).report.ensemble.test;
    };

    expect(await scores(1)).toEqual(await scores(0));
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
