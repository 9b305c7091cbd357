import { expect, it } from 'vitest';
import { uniform } from '../../test/panel.ts';
import { laplaceRegression, type RowSums } from './laplace-regression.ts';

function sumsOf(x: readonly (readonly number[])[], z: readonly number[]): RowSums {
  const p = x[0]!.length;
  const gram = new Float64Array(p * p);
  const right = new Float64Array(p);
  x.forEach((row, k) => {
    for (let a = 0; a < p; a++) {
      right[a]! += row[a]! * z[k]!;
      for (let b = 0; b <= a; b++) gram[a * p + b]! += row[a]! * row[b]!;
    }
  });
  return { gram, right, squares: z.reduce((sum, it) => sum + it * it, 0), count: z.length };
}

/** A level, and twenty columns of which two matter. */
function sparseProblem(seed: number) {
  const random = uniform(seed);
  const x = Array.from({ length: 200 }, () => [1, ...Array.from({ length: 20 }, () => random() - 0.5)]);
  const z = x.map((row) => 2 + 3 * row[4]! - 2 * row[9]! + 0.4 * (random() - 0.5));
  return sumsOf(x, z);
}

it('shrinks towards zero by the noise variance over the scale in a worked case', () => {
  // One column of ones under a Laplace prior: the mode is the mean less variance / (count * scale).
  const z = [4, 6, 5, 5];
  const out = new Float64Array(1);
  const variance = laplaceRegression(sumsOf([[1], [1], [1], [1]], z), Float64Array.of(0.5), 0, 1, out);

  expect(out[0]).toBeCloseTo(5 - variance / (4 * 0.5), 2);
  expect(variance).toBeCloseTo(z.reduce((sum, it) => sum + (it - out[0]!) ** 2, 0) / 4, 2);
});

it('agrees with coordinate descent by soft thresholds at the same variance', () => {
  const sums = sparseProblem(5);
  const { gram, right } = sums;
  const p = right.length;
  const scale = new Float64Array(p).fill(0.05);
  scale[0] = 5;
  const out = new Float64Array(p);
  const variance = laplaceRegression(sums, scale, 1, p, out);
  const twin = new Float64Array(p);
  for (let sweep = 0; sweep < 500; sweep++) {
    for (let k = 0; k < p; k++) {
      let rest = right[k]!;
      for (let j = 0; j < p; j++) if (j !== k) rest -= gram[Math.max(j, k) * p + Math.min(j, k)]! * twin[j]!;
      const square = gram[k * p + k]!;
      const threshold = variance / scale[k]!;
      twin[k] =
        k === 0
          ? rest / (square + variance / scale[k]! ** 2)
          : (Math.sign(rest) * Math.max(Math.abs(rest) - threshold, 0)) / square;
    }
  }

  // Ten rounds leave small coefficients a little above zero.
  twin.forEach((it, k) => {
    expect(Math.abs(out[k]! - it)).toBeLessThan(0.02);
  });
  expect(Math.abs(twin[4]! - 3)).toBeLessThan(0.2);
});

it('scales with the unit of response and priors', () => {
  const sums = sparseProblem(6);
  const p = sums.right.length;
  const scale = new Float64Array(p).fill(0.1);
  const once = new Float64Array(p);
  const scaled = new Float64Array(p);
  laplaceRegression(sums, scale, 1, p, once);
  laplaceRegression(
    { ...sums, right: sums.right.map((it) => 100 * it), squares: 1e4 * sums.squares },
    scale.map((it) => 100 * it),
    1,
    p,
    scaled,
  );

  once.forEach((it, k) => {
    expect(scaled[k]! / 100).toBeCloseTo(it, 9);
  });
});

it('says so where the sums are not finite', () => {
  const out = new Float64Array(1);
  const sums = { gram: Float64Array.of(Number.NaN), right: Float64Array.of(1), squares: 1, count: 1 };

  expect(laplaceRegression(sums, Float64Array.of(1), 0, 1, out)).toBeNaN();
  expect(out[0]).toBe(0);
});
