import { InvalidInput, type TrainingFrame } from '@tandem/data-model';
import type { ColumnFilling } from '@tandem/data-model/contract';
import { describe, expect, it } from 'vitest';
import { everyItems, fillFuture, fillGaps } from './fill-gaps.ts';

const nan = Number.NaN;

/**
 * Item a has rows at periods 0, 2, 3 and 5 of a common past of 7, and two rows to forecast; item b has a row at period
 * 6 alone, and one to forecast.
 */
const setUp = (): TrainingFrame => ({
  axis: { frequency: { count: 1, unit: 'D' }, anchor: 0 },
  items: ['a', 'b'],
  start: Float64Array.of(0, 6),
  offset: Int32Array.of(0, 9, 11),
  history: Int32Array.of(7, 1),
  target: Float64Array.of(2, nan, 4, nan, nan, 12, nan, nan, nan, 8, nan),
  known: [
    { name: 'promo', values: Float64Array.of(1, nan, nan, 3, nan, 5, nan, nan, 7, nan, nan) },
    { name: 'kind', levels: ['x', 'y'], values: Float64Array.of(0, nan, nan, 1, nan, 0, nan, 1, nan, nan, 0) },
  ],
  past: [{ name: 'visits', values: Float64Array.of(nan, nan, 6, nan, nan, nan, nan, nan, nan, nan, nan) }],
  statics: [],
});
const rows = {
  seen: Uint8Array.of(1, 0, 1, 1, 0, 1, 0, 0, 0, 1, 0),
  own: Int32Array.of(6, 1),
  request: { item: Int32Array.of(0, 0, 1), period: Float64Array.of(7, 8, 7) },
};
const fill = (filling: Record<string, ColumnFilling>) => {
  const frame = setUp();
  const guessed = new Uint8Array(frame.target.length);
  const notes = fillGaps(frame, { filling, aggregation: {} }, 'y', rows, guessed);
  return { frame, notes, guessed, known: frame.known.map((it) => [...it.values]), past: [...frame.past[0]!.values] };
};

describe('fillGaps', () => {
  it('fills the middle and the back of the target, each by its own method, and no future', () => {
    const { frame, notes } = fill({ y: { middlefill: 'mean', backfill: 'zero' } });

    expect([...frame.target]).toEqual([2, 6, 4, 6, 6, 12, 0, nan, nan, 8, nan]);
    expect(notes[0]).toBe('Missing values of y were filled: 3 by middlefill mean, 1 by backfill zero.');
  });

  it('marks what a statistic puts into the target as a guess, a constant not, and says how each is scored', () => {
    const { guessed, notes } = fill({ y: { middlefill: 'mean', backfill: 'zero' }, promo: { futurefill: 'mean' } });

    expect([...guessed]).toEqual([0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(notes.slice(1, 3)).toEqual([
      '1 filled value of y is a constant: it is learned from and scored like others, so scores flatter where many are filled.',
      '3 filled values of y are statistics of the whole past, tested windows included: they are learned from, and not scored.',
    ]);
  });

  it.each([
    ['median', 4],
    ['min', 2],
    ['max', 12],
    ['zero', 0],
  ] as const)('takes the %s of the past of the item', (middlefill, expected) => {
    expect(fill({ y: { middlefill } }).frame.target[1]).toBe(expected);
  });

  it('fills a covariate where the history has a row and in what is asked, not in periods without a row', () => {
    const promo = { middlefill: 'value', middlefill_value: '9', futurefill: 'max' } as const;

    const { known } = fill({ promo });

    expect(known[0]).toEqual([1, nan, 9, 3, nan, 5, nan, 5, 7, 9, 7]);
  });

  it('fills a covariate also where the target was filled', () => {
    const { known } = fill({
      promo: { middlefill: 'zero', backfill: 'min' },
      y: { middlefill: 'zero', backfill: 'zero' },
    });

    expect(known[0]!.slice(0, 7)).toEqual([1, 0, 0, 3, 0, 5, 1]);
  });

  it('fills a category with a level, and refuses one that no row has', () => {
    const kind = (text: string) => ({ kind: { futurefill: 'value', futurefill_value: text } }) as const;

    expect(fill(kind('y')).known[1]!.slice(7)).toEqual([1, 1, nan, 0]);
    expect(() => fill(kind('z'))).toThrow(InvalidInput);
  });

  it('takes the statistic of every item where the item has no value', () => {
    expect(fill({ visits: { middlefill: 'mean' } }).past[9]).toBe(6);
  });

  it('changes and says nothing where nothing is missing', () => {
    expect(fill({ y: { frontfill: 'none' } }).notes).toEqual([]);
  });
});

it('fills the future of one item by every item of another frame, and keeps the marks of guesses', () => {
  const transformations = { filling: { promo: { futurefill: 'max' } }, aggregation: {} } as const;
  const panel = setUp();
  const alone: TrainingFrame = {
    ...panel,
    items: ['b'],
    start: Float64Array.of(6),
    offset: Int32Array.of(0, 1),
    history: Int32Array.of(1),
    target: Float64Array.of(8),
    guessed: Uint8Array.of(1),
    known: [{ name: 'promo', values: Float64Array.of(nan) }],
    past: [],
  };
  const request = { item: Int32Array.of(0, 0), period: Float64Array.of(7, 8) };

  const filled = fillFuture(alone, transformations, request, everyItems(panel, transformations));

  expect([...filled.known[0]!.values]).toEqual([nan, 7, 7]);
  expect([...filled.guessed!]).toEqual([1, 0, 0]);
});
