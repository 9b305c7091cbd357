import { expect, it } from 'vitest';
import { panel } from '../../test/panel.ts';
import { codeCovariates, learnCodes } from './covariate-codes.ts';

const past = [1, 2, 3, 4];
const holiday = { name: 'holiday', ofCalendar: true, values: Float64Array.of(0, 1, 0, 0) } as const;

it('takes rows that only the calendar knows for absent', () => {
  const promoted = panel([{ id: 'a', past }], { known: { promo: (_, k) => (k === 1 ? Number.NaN : k % 2) } });
  const frame = { ...promoted, known: [...promoted.known, holiday] };

  const codes = learnCodes(frame);

  expect(codes.map((it) => it.name)).toEqual(['promo', 'holiday', expect.stringContaining('absent')]);
  expect([...codeCovariates(frame, codes)[2]!.values]).toEqual([0, 1, 0, 0]);
});

it('takes no row for absent where there is nothing but the calendar', () => {
  const frame = { ...panel([{ id: 'a', past }]), known: [holiday] };

  expect(learnCodes(frame).map((it) => it.name)).toEqual(['holiday']);
});
