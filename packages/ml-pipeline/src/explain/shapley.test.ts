import { expect, it } from 'vitest';
import { uniform } from '../../test/panel.ts';
import { type CoalitionValue, remembered, shapleyValues, shuffledIndexes } from './shapley.ts';

const one =
  (value: (inside: Uint8Array) => number): CoalitionValue =>
  async (inside) =>
    Float64Array.of(value(inside));

const exact = { seed: 1, most: 0 };

it('gives the glove game its published values', async () => {
  // One left glove (player 0), two right ones: a pair is worth 1. Values 2/3, 1/6, 1/6.
  const gloves = one(([left, first, second]) => (left && (first || second) ? 1 : 0));

  const values = (await shapleyValues(3, gloves, exact)).map((it) => it[0]!);

  expect(values[0]).toBeCloseTo(2 / 3, 12);
  expect(values[1]).toBeCloseTo(1 / 6, 12);
  expect(values[2]).toBeCloseTo(1 / 6, 12);
});

it('agrees with the weighted sum over coalitions for five players', async () => {
  const random = uniform(4);
  const worth = Float64Array.from({ length: 32 }, () => random());
  const bits = (inside: Uint8Array) => inside.reduce((sum, it, k) => sum + it * 2 ** k, 0);
  const factorial = [1, 1, 2, 6, 24, 120];
  const byCoalitions = (player: number) => {
    let sum = 0;
    for (let set = 0; set < 32; set++) {
      if (set & (1 << player)) continue;
      const size = [0, 1, 2, 3, 4].filter((k) => set & (1 << k)).length;
      sum += ((factorial[size]! * factorial[4 - size]!) / 120) * (worth[set | (1 << player)]! - worth[set]!);
    }
    return sum;
  };

  const values = await shapleyValues(
    5,
    one((inside) => worth[bits(inside)]!),
    exact,
  );

  for (let player = 0; player < 5; player++) expect(values[player]![0]).toBeCloseTo(byCoalitions(player), 12);
});

it('sums to the whole, gives equals the same and idlers nothing, with more players than all orders can be tried for', async () => {
  const idle = 6;
  const worth = one((inside) => [0, 1, 2, 3, 4, 5].reduce((sum, k) => sum + inside[k]!, 0) * 2);

  const values = (await shapleyValues(7, worth, { seed: 3, most: 60 })).map((it) => it[0]!);

  expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(12, 12);
  for (let player = 0; player < idle; player++) expect(values[player]).toBeCloseTo(2, 12);
  expect(values[idle]).toBe(0);
});

it('draws every index once, the same for the same seed and another order for another', () => {
  const first = shuffledIndexes(50, 1, 0);

  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, k) => k));
  expect(shuffledIndexes(50, 1, 0)).toEqual(first);
  expect(shuffledIndexes(50, 2, 0)).not.toEqual(first);
});

it('asks for no more coalitions than it may, however many players there are, and sums', async () => {
  for (const [players, most] of [
    [6, 78],
    [12, 78],
    [20, 78],
    [40, 78],
    [60, 78],
    [12, 15],
  ] as const) {
    let asked = 0;
    const worth = remembered(async (inside) => {
      asked++;
      return Float64Array.of(inside.reduce((sum, it, k) => sum + it * (1 + k), 0) ** 2);
    });

    const values = await shapleyValues(players, worth, { seed: 1, most });

    // The empty and the whole one besides.
    expect(asked).toBeLessThanOrEqual(most + 2);
    const whole = ((players * (players + 1)) / 2) ** 2;
    expect(values.reduce((sum, it) => sum + it[0]!, 0) / whole).toBeCloseTo(1, 12);
  }
});
