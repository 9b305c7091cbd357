import { nextPeriods } from '@tandem/data-model';
import { TrainingJob } from '@tandem/data-model/contract';
import { expect, it, vi } from 'vitest';
import { predict, train } from '../src/pipeline.ts';
import { expectNoLookBeyond } from './known-ahead.ts';
import { panel } from './panel.ts';

// Each test trains; a machine that is busy with other things takes several times as long.
vi.setConfig({ testTimeout: 60_000 });

it('scores the last window without a look at what is known beyond it', () => expectNoLookBeyond('fast'));

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
