import { describe, expect, it } from 'vitest';
import { transformationFaults } from './check-transformations.ts';
import { TrainingJob } from './training-job.ts';

const fault = (job: unknown) => {
  const read = TrainingJob.safeParse(job);
  return read.success ? undefined : read.error.issues[0]!.path.join('.');
};

describe('TrainingJob', () => {
  it('takes the job of the reference, in its own words', () => {
    const zero = { middlefill: 'zero', backfill: 'zero', futurefill: 'zero' };

    const job = TrainingJob.parse({
      forecastFrequency: 'D',
      forecastHorizon: 5,
      forecastQuantiles: ['p50', 'p60', 'p70', 'p80', 'p90'],
      timeSeriesConfig: { groupingAttributeNames: ['region'] },
      transformations: { filling: { promo: zero, school_holiday: zero }, aggregation: { total_sales: 'sum' } },
      holidayConfig: [{ countryCode: 'KR' }],
      completionCriteria: { maxAutoMLJobRuntimeInSeconds: 60 },
    });

    expect(job.transformations.filling.promo).toEqual(zero);
    expect(job.timeSeriesConfig.groupingAttributeNames).toEqual(['region']);
  });

  it('transforms nothing unless told', () => {
    const { transformations, holidayConfig, featureDataTypes } = TrainingJob.parse({});

    expect([transformations, holidayConfig, featureDataTypes]).toEqual([{ filling: {}, aggregation: {} }, [], {}]);
  });

  it.each([
    ['a sixth grouping column', { timeSeriesConfig: { groupingAttributeNames: [...'abcdef'] } }, /groupingAttribute/],
    ['a country that is none', { holidayConfig: [{ countryCode: 'ZZ' }] }, /holidayConfig.0.countryCode/],
    ['a second country', { holidayConfig: [{ countryCode: 'KR' }, { countryCode: 'DE' }] }, /holidayConfig/],
    ['a method that is none', { transformations: { filling: { a: { middlefill: 'nan' } } } }, /filling.a.middlefill/],
    ['a value that is not named', { transformations: { filling: { a: { backfill: 'value' } } } }, /a.backfill_value/],
    [
      'a value that nothing uses',
      { transformations: { filling: { a: { futurefill: 'zero', futurefill_value: '2' } } } },
      /a.futurefill_value/,
    ],
    ['a front that is filled', { transformations: { filling: { a: { frontfill: 'zero' } } } }, /a.frontfill/],
    ['a median as aggregation', { transformations: { aggregation: { a: 'median' } } }, /aggregation.a/],
  ])('refuses %s, naming the field', (_, job, path) => {
    expect(fault(job)).toMatch(path);
  });
});

describe('transformationFaults', () => {
  const columns = {
    target: 'y',
    known: [
      { name: 'promo', kind: 'numeric' },
      { name: 'kind', kind: 'category' },
    ],
    past: [{ name: 'visits', kind: 'numeric' }],
  } as const;
  const faults = (transformations: unknown) =>
    transformationFaults(TrainingJob.parse({ transformations }).transformations, columns).map((it) => it.at);

  it('has nothing against what the columns can do', () => {
    const filling = {
      y: { frontfill: 'none', middlefill: 'mean', backfill: 'value', backfill_value: '-1.5' },
      promo: { futurefill: 'max' },
      kind: { futurefill: 'value', futurefill_value: 'none' },
      visits: { middlefill: 'median' },
    };

    expect(faults({ filling, aggregation: { y: 'avg', kind: 'first', visits: 'max' } })).toEqual([]);
  });

  it.each([
    [{ filling: { promo: { frontfill: 'none' } } }, 'transformations.filling.promo.frontfill'],
    [{ filling: { y: { futurefill: 'zero' } } }, 'transformations.filling.y.futurefill'],
    [{ filling: { visits: { futurefill: 'zero' } } }, 'transformations.filling.visits.futurefill'],
    [{ filling: { kind: { middlefill: 'mean' } } }, 'transformations.filling.kind.middlefill'],
    [
      { filling: { promo: { middlefill: 'value', middlefill_value: 'x' } } },
      'transformations.filling.promo.middlefill_value',
    ],
    [{ filling: { city: { middlefill: 'zero' } } }, 'transformations.filling.city'],
    [{ aggregation: { city: 'sum' } }, 'transformations.aggregation.city'],
    [{ aggregation: { kind: 'avg' } }, 'transformations.aggregation.kind'],
  ])('names what they cannot: %j', (transformations, at) => {
    expect(faults(transformations)).toEqual([at]);
  });
});
