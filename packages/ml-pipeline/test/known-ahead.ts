import { TrainingJob } from '@tandem/data-model/contract';
import { expect } from 'vitest';
import { train } from '../src/pipeline.ts';
import { chance } from '../src/trees/chance.ts';
import { panel } from './panel.ts';

/** A preset scores the last window alike, whatever is known of the day beyond it. */
export async function expectNoLookBeyond(preset: 'fast' | 'balanced'): Promise<void> {
  const wanted = { forecastFrequency: 'D', forecastHorizon: 1, forecastQuantiles: ['p50'], preset };
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
    return (await train(frame, TrainingJob.parse(wanted))).report.ensemble.test;
  };

  expect(await scores(1)).toEqual(await scores(0));
}
