import { InvalidInput, NotFound, parseDay, type TrainingFrame } from '@tandem/data-model';
import { TrainingJob } from '@tandem/data-model/contract';
import { describe, expect, it } from 'vitest';
import { itemFrame } from './item-frame.ts';
import { openPeriods } from './open-periods.ts';

const nan = Number.NaN;
const day = (text: string) => parseDay(text);

const job = TrainingJob.parse({ timeSeriesConfig: { targetAttributeName: 'sales' } });

/** Two shops: A sells on three days and announces two of the next three; B has no row ahead. */
const stored: TrainingFrame = {
  axis: { frequency: { count: 1, unit: 'D' }, anchor: 0 },
  items: ['A', 'B'],
  start: Float64Array.of(day('2026-01-01'), day('2026-01-02')),
  offset: Int32Array.of(0, 6, 8),
  history: Int32Array.of(3, 2),
  target: Float64Array.of(10, 11, 12, nan, nan, nan, 5, 6),
  known: [{ name: 'promo', values: Float64Array.of(0, 1, 0, 1, nan, 0, 0, 0) }],
  past: [],
  statics: [{ name: 'city', levels: ['Bonn', 'Köln'], values: Float64Array.of(1, 0) }],
};

describe('openPeriods', () => {
  it('asks for the announced days only, or for every step where none is announced', () => {
    const { item, period } = openPeriods(stored, 3);

    expect([...item]).toEqual([0, 0, 1, 1, 1]);
    expect([...period]).toEqual([
      day('2026-01-04'),
      day('2026-01-06'),
      day('2026-01-04'),
      day('2026-01-05'),
      day('2026-01-06'),
    ]);
  });

  it('asks for every step after the last that anybody has announced', () => {
    const { item, period } = openPeriods(stored, 5);

    expect([...period].filter((_, r) => item[r] === 0)).toEqual(
      ['2026-01-04', '2026-01-06', '2026-01-07', '2026-01-08'].map(day),
    );
  });
});

describe('itemFrame', () => {
  it('takes the stored history and statics of an item', () => {
    const { frame } = itemFrame(stored, { itemId: 'B' }, job, 2);

    expect([...frame.target]).toEqual([5, 6]);
    expect([...frame.statics[0]!.values]).toEqual([0]);
  });

  it('puts given future rows after the past, with their covariates', () => {
    const future = [{ timestamp: '2026-01-06', promo: 1 }];

    const { frame, request } = itemFrame(stored, { itemId: 'B', future }, job, 2);

    expect([...request.period]).toEqual([day('2026-01-06')]);
    expect([...frame.known[0]!.values]).toEqual([0, 0, nan, nan, 1]);
  });

  it('lets a future row lack a covariate whose future the job fills', () => {
    const filled = TrainingJob.parse({ transformations: { filling: { promo: { futurefill: 'zero' } } } });

    const { request } = itemFrame(stored, { itemId: 'B', future: [{ timestamp: '2026-01-06' }] }, filled, 2);

    expect([...request.period]).toEqual([day('2026-01-06')]);
  });

  it('takes a history from the request in the place of the stored one', () => {
    const history = [
      { timestamp: '2026-02-03', target: 7, promo: 1 },
      { timestamp: '2026-02-01', target: null, promo: 0 },
    ];

    const { frame } = itemFrame(stored, { itemId: 'new', history }, job, 1);

    expect([...frame.target]).toEqual([nan, nan, 7]);
    expect(frame.start[0]).toBe(day('2026-02-01'));
    expect(frame.statics[0]!.values[0]).toBeNaN();
  });

  it.each([
    ['a target in a future row', { timestamp: '2026-01-06', promo: 1, sales: 3 }, /brings a value for sales/],
    ['a missing covariate', { timestamp: '2026-01-06' }, /lacks promo/],
    ['text for a number', { timestamp: '2026-01-06', promo: 'yes' }, /"yes" as promo/],
    ['no date', { timestamp: 'soon', promo: 1 }, /"soon", which is no date/],
    ['a day of the past', { timestamp: '2026-01-02', promo: 1 }, /history runs to 2026-01-03/],
    ['a day that no month has', { timestamp: '2026-02-30', promo: 1 }, /"2026-02-30", which is no date/],
    ['an empty text for a number', { timestamp: '2026-01-06', promo: '' }, /"" as promo/],
    [
      'a day in another age',
      { timestamp: '9999-01-06', promo: 1 },
      /lies \d+ steps from the data of the model, more than the 100000/,
    ],
  ])('refuses %s', (_, row, message) => {
    const ask = () => itemFrame(stored, { itemId: 'B', future: [row] }, job, 2);

    expect(ask).toThrow(InvalidInput);
    expect(ask).toThrow(message);
  });

  it.each([
    ['no row at all', [], undefined, /neither a row of history nor a future row/],
    ['no future row', undefined, [], /asks for no future row/],
    [
      'two rows of one day',
      ['2026-01-01', '2026-01-01'],
      undefined,
      /history row 2 is the second of its item at 2026-01-01/,
    ],
    ['days of two ages', ['0001-01-01', '2026-01-01'], undefined, /history row 1 at 0001-01-01 lies/],
  ])('refuses %s', (_, days, future, message) => {
    const history = days?.map((timestamp) => ({ timestamp, target: 1 }));
    const item = { itemId: 'A', ...(history ? { history } : {}), ...(future ? { future } : {}) };

    const ask = () => itemFrame(stored, item, job, 2);

    expect(ask).toThrow(InvalidInput);
    expect(ask).toThrow(message);
  });

  it('begins an item without a past at its first future row', () => {
    const future = [{ timestamp: '2026-03-02', promo: 1 }];

    const { frame, request } = itemFrame(stored, { itemId: 'A', history: [], future }, job, 2);

    expect([...frame.start]).toEqual([day('2026-03-02')]);
    expect([...frame.history]).toEqual([0]);
    expect([...frame.target]).toEqual([nan]);
    expect([...request.period]).toEqual([day('2026-03-02')]);
  });

  it('knows no item that has neither a stored nor a given history', () => {
    expect(() => itemFrame(stored, { itemId: 'Z' }, job, 2)).toThrow(NotFound);
  });
});
