import { expect, it } from 'vitest';
import { uniform } from '../../test/panel.ts';
import { orderOfValues, seasonalQuantiles } from './seasonal-kernel.ts';

function quantiles(y: Float64Array, m: number, decay: number, levels: number[], until = y.length) {
  const out = new Float64Array(m * levels.length);
  seasonalQuantiles(y, orderOfValues(y), until, m, decay, levels, out);
  return [...out];
}

it('gives the hand-worked medians of each position, recent values weighing more', () => {
  // Position 0 has 1, 5 at weights 1/4, 1: half of 5/4 lies in the upper value. Position 1 has 10, 30 at 1/4, 1.
  const y = Float64Array.of(1, 10, 5, 30);
  const [even, odd] = quantiles(y, 2, 0.5, [0.5]);

  // Weights 1/4 (age 3 - 1 = 2) and 1: centres at 1/10 and 6/10 of the whole, so the median is 4/5 of the way.
  expect(even).toBeCloseTo(1 + 0.8 * 4, 12);
  expect(odd).toBeCloseTo(10 + 0.8 * 20, 12);
});

it('gives the quantiles of numpy 2.4.6, method hazen, where all values weigh the same', () => {
  const found = quantiles(Float64Array.of(7, 3, Number.NaN, 9, 4), 1, 1, [0.1, 0.3, 0.5, 0.9]);

  [3, 3.7, 5.5, 9].forEach((it, k) => {
    expect(found[k]).toBeCloseTo(it, 12);
  });
});

it('agrees with the plain twin that sorts each position by itself', () => {
  const random = uniform(8);
  for (let run = 0; run < 50; run++) {
    const y = Float64Array.from({ length: 60 }, () => (random() < 0.1 ? Number.NaN : Math.floor(20 * random())));
    const decay = 0.9 + 0.1 * random();
    const until = 30 + Math.floor(30 * random());
    const twin = (p: number, q: number) => {
      const rows = [...y.keys()]
        .filter((t) => t < until && t % 7 === p && !Number.isNaN(y[t]!))
        .sort((a, b) => y[a]! - y[b]! || a - b);
      const weight = rows.map((t) => decay ** (until - 1 - t));
      const total = weight.reduce((a, b) => a + b, 0);
      const at = weight.map((w, k) => (weight.slice(0, k).reduce((a, b) => a + b, 0) + w / 2) / total);
      const k = at.findIndex((it) => it >= q);
      if (k < 0) return y[rows.at(-1)!]!;
      if (k === 0) return y[rows[0]!]!;
      const low = y[rows[k - 1]!]!;
      return low + ((q - at[k - 1]!) / (at[k]! - at[k - 1]!)) * (y[rows[k]!]! - low);
    };

    quantiles(y, 7, decay, [0.2, 0.5, 0.8], until).forEach((it, k) => {
      expect(it).toBeCloseTo(twin(Math.floor(k / 3), [0.2, 0.5, 0.8][k % 3]!), 9);
    });
  }
});

it('moves with shift and scale, and has no value at a position never seen', () => {
  const y = Float64Array.of(3, 1, Number.NaN, 4, 1, Number.NaN, 9, 2, Number.NaN);
  const moved = quantiles(
    y.map((it) => 100 + 10 * it),
    3,
    0.8,
    [0.3, 0.5],
  );

  quantiles(y, 3, 0.8, [0.3, 0.5]).forEach((it, k) => {
    if (k >= 4) expect(moved[k]).toBeNaN();
    else expect(moved[k]).toBeCloseTo(100 + 10 * it, 9);
  });
});
