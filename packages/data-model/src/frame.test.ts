import { describe, expect, it } from 'vitest';
import { InvalidInput } from './errors.ts';
import { formatQuantile, nextPeriods, parseQuantile, type TrainingFrame } from './frame.ts';
import { decodeFrame, encodeFrame } from './frame-codec.ts';

const nan = Number.NaN;
const frame: TrainingFrame = {
  axis: { frequency: { count: 2, unit: 'W' }, anchor: 1 },
  items: ['Ä, "x"', 'b'],
  start: Float64Array.of(5, 7),
  offset: Int32Array.of(0, 2, 5),
  history: Int32Array.of(2, 2),
  target: Float64Array.of(1.5, nan, 3, -4, nan),
  known: [{ name: 'promo', ofCalendar: true, values: Float64Array.of(0, 1, 0, 1, 1) }],
  past: [{ name: 'visits', values: Float64Array.of(9, nan, 8, 7, nan) }],
  statics: [{ name: 'city', levels: ['서울', 'Ulm'], values: Float64Array.of(1, nan) }],
};

describe('a frame as bytes', () => {
  it('comes back as it was, with missing values and texts in any script', () => {
    const back = decodeFrame(encodeFrame(frame));

    expect(back.items).toEqual(frame.items);
    expect(back.axis).toEqual(frame.axis);
    expect([...back.target]).toEqual([...frame.target]);
    expect([...back.offset]).toEqual([...frame.offset]);
    expect(back.known[0]).toMatchObject({ name: 'promo', ofCalendar: true });
    expect(back.statics[0]).toMatchObject({ name: 'city', levels: ['서울', 'Ulm'] });
    expect([...back.past[0]!.values]).toEqual([...frame.past[0]!.values]);
  });

  it('says which values of the target are guesses, where some are', () => {
    const guessed = Uint8Array.of(0, 1, 0, 0, 0);

    const back = decodeFrame(encodeFrame({ ...frame, guessed }));

    expect([...back.guessed!]).toEqual([...guessed]);
    expect([...back.known[0]!.values]).toEqual([...frame.known[0]!.values]);
    expect(decodeFrame(encodeFrame(frame)).guessed).toBeUndefined();
  });

  it('is read also in its first format, which knew of no guesses', () => {
    const bytes = encodeFrame(frame);
    const text = Buffer.from(bytes).toString('latin1').replace('tandem-frame-2', 'tandem-frame-1');

    expect([...decodeFrame(Buffer.from(text, 'latin1')).target]).toEqual([...frame.target]);
  });

  it('comes back into memory that threads share, also from the middle of a buffer', () => {
    const bytes = encodeFrame(frame);
    const larger = Buffer.concat([Buffer.from('lead'), bytes]).subarray(4);

    const back = decodeFrame(larger);

    expect(back.target.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([...back.start]).toEqual([5, 7]);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['other bytes', Buffer.from('PAR1 this is not a frame')],
    ['a frame that was cut off', encodeFrame(frame).subarray(0, -8)],
  ])('is refused where it is %s', (_, bytes) => {
    expect(() => decodeFrame(bytes)).toThrow(InvalidInput);
  });
});

it('asks for the steps after each item’s own past', () => {
  const { item, period } = nextPeriods(frame, 2);

  expect([...item]).toEqual([0, 0, 1, 1]);
  expect([...period]).toEqual([7, 8, 9, 10]);
});

it('reads quantiles by name, and writes them without noise', () => {
  expect(['p10', 'p97.5', 'p0', 'p100', '10', 'p', 'P10'].map(parseQuantile)).toEqual([
    0.1,
    0.975,
    nan,
    nan,
    nan,
    nan,
    nan,
  ]);
  expect([0.1, 0.30000000000000004, 0.975].map(formatQuantile)).toEqual(['p10', 'p30', 'p97.5']);
});
