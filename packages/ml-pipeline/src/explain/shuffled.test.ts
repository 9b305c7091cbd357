import { expect, it } from 'vitest';
import { panel } from '../../test/panel.ts';
import { shuffled } from './shuffled.ts';

const frame = panel(
  [1, 2, 3].map((i) => ({ id: `s${i}`, past: [1, 2, 3, 4, 5, 6], ahead: 2 })),
  {
    known: {
      day: (i, k) => 10 * i + k,
      other: (i, k) => (i === 1 && k === 4 ? Number.NaN : 0),
    },
    statics: [{ name: 'size', values: Float64Array.of(7, 8, 9) }],
  },
);
const rows = Int32Array.of(3, 3, 3);

it('turns whole paths of the window round and hands them on, and touches nothing else', () => {
  const { known, target, statics } = shuffled(frame, { kind: 'known', name: 'day' }, rows, 4, 1, 5);
  const paths = [0, 1, 2].map((i) => Array.from(known[0]!.values.subarray(8 * i + 3, 8 * i + 7)));

  for (const path of paths) {
    const item = Math.floor(path[0]! / 10);
    const turned = path.map((it) => it - 10 * item - 3);
    expect([...turned].sort()).toEqual([0, 1, 2, 3]);
    turned.forEach((it, k) => {
      expect(turned[(k + 1) % 4]).toBe((it + 1) % 4);
    });
  }
  expect(paths.map(([first]) => Math.floor(first! / 10)).sort()).toEqual([0, 1, 2]);
  for (const row of [0, 1, 2, 7, 8, 9, 10, 15]) expect(known[0]!.values[row]).toBe(frame.known[0]!.values[row]);
  expect(known[1]).toBe(frame.known[1]);
  expect(target).toBe(frame.target);
  expect(statics).toBe(frame.statics);
});

it('leaves rows that know no covariate as they are', () => {
  const values = frame.known[0]!.values.slice();
  values[5] = Number.NaN;
  const closed = { ...frame, known: [{ ...frame.known[0]!, values }] };

  for (const draw of [0, 1, 2, 3]) {
    const [day] = shuffled(closed, { kind: 'known', name: 'day' }, rows, 4, 1, draw).known;
    expect(Array.from(day!.values, Number.isNaN)).toEqual(Array.from(values, Number.isNaN));
  }
});

it('deals attributes out again, and past covariates before the cutoff', () => {
  const past = [{ name: 'visits', values: frame.known[0]!.values }];
  const dealt = Array.from({ length: 6 }, (_, draw) => [
    ...shuffled(frame, { kind: 'static', name: 'size' }, rows, 4, 1, draw).statics[0]!.values,
  ]);
  const { values } = shuffled({ ...frame, past }, { kind: 'past', name: 'visits' }, rows, 4, 1, 0).past[0]!;

  for (const it of dealt) expect([...it].sort()).toEqual([7, 8, 9]);
  expect(new Set(dealt.map(String)).size).toBeGreaterThan(1);
  expect(values.subarray(3, 8)).toEqual(past[0]!.values.subarray(3, 8));
  expect(
    [...values.subarray(0, 3), ...values.subarray(8, 11), ...values.subarray(16, 19)].sort((a, b) => a - b),
  ).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22]);
});
