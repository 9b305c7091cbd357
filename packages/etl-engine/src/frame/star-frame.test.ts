import { parseDay, parseFrequency, retailSales } from '@tandem/data-model';
import { type NewTrainingJob, TrainingJob } from '@tandem/data-model/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { calendar, openStar, promotions, type StarFixture, sales } from '../../test/star-fixture.ts';
import { buildFrame, starFrame } from '../index.ts';

let star: StarFixture;
beforeAll(async () => {
  star = await openStar();
});
beforeEach(async () => {
  await star.clear();
  await star.load({
    calendar: calendar('2024-01-01', 31),
    sales: sales('1 2024-01-02 10.50', '1 2024-01-04 20', '2 2024-01-02 5'),
    promotions: promotions('1 2024-01-04 1 0', '1 2024-01-06 1 1', '2 2024-01-05 0 1', '2 2024-01-03 1 0'),
  });
});
afterAll(() => star.close());

it('keeps sales without a promotion row, with the fill value', async () => {
  const { frame } = await buildFrame(star.warehouse, starFrame(retailSales, parseFrequency('D')));

  expect(frame.known.map((it) => it.name)).toEqual(['promo', 'school_holiday']);
  expect([...frame.target.subarray(0, 3)]).toEqual([10.5, Number.NaN, 20]);
  expect([...frame.known[0]!.values.subarray(0, 3)]).toEqual([0, Number.NaN, 1]);
});

it('ends the past of all stores at the last sale of any, and takes promotions after it as the future', async () => {
  const { frame, request } = await buildFrame(star.warehouse, starFrame(retailSales, parseFrequency('D')));

  expect([...frame.history]).toEqual([3, 3]);
  expect([...request.item]).toEqual([0, 1]);
  expect([...request.period]).toEqual([parseDay('2024-01-06'), parseDay('2024-01-05')]);
});

it('brings the attributes of the item dimension', async () => {
  const { frame } = await buildFrame(star.warehouse, starFrame(retailSales, parseFrequency('D')));

  expect(frame.statics.map((it) => [it.name, it.levels])).toEqual([
    ['city', ['Ulm']],
    ['state', ['BW']],
    ['country', ['Germany']],
  ]);
});

const job = (transformations: NewTrainingJob['transformations'], featureDataTypes = {}) =>
  TrainingJob.parse({ transformations, featureDataTypes });

it('fills the columns that a job names as it says, and leaves days without a row as they are', async () => {
  const filling = { promo: { middlefill: 'max' }, total_sales: { backfill: 'zero' } } as const;

  const { frame, request } = await buildFrame(
    star.warehouse,
    starFrame(retailSales, parseFrequency('D'), job({ filling })),
  );

  expect([...frame.known[0]!.values.subarray(0, 3)]).toEqual([1, Number.NaN, 1]);
  expect([...frame.known[1]!.values.subarray(0, 3)]).toEqual([0, Number.NaN, 0]);
  expect([...frame.target.subarray(frame.offset[1], frame.offset[1]! + 3)]).toEqual([5, 0, 0]);
  expect(request.item).toHaveLength(2);
});

it('takes a column for a category where the job declares it', async () => {
  const source = starFrame(retailSales, parseFrequency('D'), job({}, { promo: 'categorical' }));

  const { frame } = await buildFrame(star.warehouse, source);

  expect(frame.known.map((it) => it.levels)).toEqual([['0', '1'], undefined]);
});
