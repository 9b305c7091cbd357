import { cholesky, solveCholesky } from './cholesky.ts';

/** Sums over rows that a linear regression needs. */
export interface RowSums {
  /** Shape (p, p), row-major: products of columns; the lower triangle. */
  readonly gram: Float64Array;
  /** Shape (p): products of columns and response. */
  readonly right: Float64Array;
  /** Sum of squares of the response. */
  readonly squares: number;
  readonly count: number;
}

const rounds = 10;
const leastVariance = 1e-8;

/**
 * Coefficients of a linear regression at the mode of their posterior: normal noise of unknown variance, a Laplace prior
 * on coefficients `from` to `to` (exclusive), a normal one on the others.
 *
 * @param scale shape (p): the priors' scales, > 0
 * @param out   shape (p); overwritten
 * @returns     the variance of the noise; NaN where the sums are not finite, `out` is then 0
 *
 * At most ten rounds of ridge regression in which a Laplace prior of scale b is a normal one of variance b |coefficient|
 * (Figueiredo 2003, doi:10.1109/TPAMI.2003.1227989), ended where no coefficient moves by a thousandth of the largest.
 * O(rounds * p^3 / 6).
 */
export function laplaceRegression(
  { gram, right, squares, count }: RowSums,
  scale: Float64Array,
  from: number,
  to: number,
  out: Float64Array,
): number {
  const p = right.length;
  const a = new Float64Array(p * p);
  const before = new Float64Array(p);
  // From little noise: from much, all could be shrunk to nothing, which explains much noise.
  let variance = Math.max((1e-4 * squares) / Math.max(count, 1), leastVariance);
  out.fill(0);
  for (let round = 0; round < rounds; round++) {
    a.set(gram);
    for (let k = 0; k < p; k++) {
      const b = scale[k]!;
      const laplace = k >= from && k < to && round > 0;
      a[k * p + k]! += variance / (laplace ? b * (Math.abs(out[k]!) + 1e-4 * b) : b * b);
    }
    before.set(out);
    out.set(right);
    if (!cholesky(a, p)) {
      out.fill(0);
      return Number.NaN;
    }
    solveCholesky(a, p, out);
    variance = Math.max(residualSquares(gram, right, squares, out) / Math.max(count, 1), leastVariance);
    let most = 0;
    let moved = 0;
    for (let k = 0; k < p; k++) {
      most = Math.max(most, Math.abs(out[k]!));
      moved = Math.max(moved, Math.abs(out[k]! - before[k]!));
    }
    if (moved <= 1e-3 * most) break;
  }
  return variance;
}

function residualSquares(gram: Float64Array, right: Float64Array, squares: number, x: Float64Array): number {
  const p = x.length;
  let sum = squares;
  for (let i = 0; i < p; i++) {
    let row = 0;
    for (let j = 0; j < i; j++) row += gram[i * p + j]! * x[j]!;
    sum += x[i]! * (2 * row + gram[i * p + i]! * x[i]! - 2 * right[i]!);
  }
  return sum;
}
