import { cholesky, solveCholesky } from './cholesky.ts';

/**
 * Minimises a sum of squares from `x`, which is overwritten with the best point found.
 *
 * @param residuals writes shape (n) for a point and says whether it is admissible
 * @param x         shape (d), d >= 1; start, then result
 * @param bound     points beyond it in any coordinate are not tried
 * @param rounds    most Jacobians, each of d evaluations
 * @returns         the sum of squares at `x`; Infinity where the start is not admissible
 *
 * Stops early where a step would take less than `tolerance` off the sum, as a share of it. The Jacobian is by forward
 * differences. Source: Marquardt (1963), doi:10.1137/0111030.
 */
export function levenbergMarquardt(
  residuals: (x: Float64Array, out: Float64Array) => boolean,
  x: Float64Array,
  n: number,
  bound: number,
  rounds: number,
  tolerance: number,
): number {
  const d = x.length;
  const now = new Float64Array(n);
  const moved = new Float64Array(n);
  const jacobian = Array.from({ length: d }, () => new Float64Array(n));
  const normal = new Float64Array(d * d);
  const damped = new Float64Array(d * d);
  const gradient = new Float64Array(d);
  const step = new Float64Array(d);
  const trial = new Float64Array(d);
  if (!residuals(x, now)) return Number.POSITIVE_INFINITY;
  let best = squares(now, n);
  if (!(best < Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  let damping = 1e-2;
  for (let round = 0; round < rounds && best > 0; round++) {
    for (let j = 0; j < d; j++) {
      trial.set(x);
      // Towards the middle, so that a point on the bound has a derivative too.
      const h = x[j]! > 0 ? -difference : difference;
      trial[j] = x[j]! + h;
      const column = jacobian[j]!;
      if (!residuals(trial, moved)) column.fill(0);
      else for (let t = 0; t < n; t++) column[t] = (moved[t]! - now[t]!) / h;
    }
    for (let i = 0; i < d; i++) {
      gradient[i] = dot(jacobian[i]!, now, n);
      for (let j = 0; j <= i; j++) normal[i * d + j] = dot(jacobian[i]!, jacobian[j]!, n);
    }
    let gained = 0;
    for (let attempt = 0; attempt < 6; attempt++) {
      damped.set(normal);
      for (let i = 0; i < d; i++) {
        damped[i * d + i] = normal[i * d + i]! * (1 + damping) + 1e-9 * best;
        step[i] = gradient[i]!;
      }
      if (!cholesky(damped, d)) break;
      solveCholesky(damped, d, step);
      for (let i = 0; i < d; i++) trial[i] = Math.min(Math.max(x[i]! - step[i]!, -bound), bound);
      const value = residuals(trial, moved) ? squares(moved, n) : Number.POSITIVE_INFINITY;
      if (value < best) {
        gained = best - value;
        best = value;
        x.set(trial);
        now.set(moved);
        damping = Math.max(damping / 8, 1e-8);
        break;
      }
      damping *= 6;
    }
    if (gained <= tolerance * best) break;
  }
  return best;
}

const difference = 1e-4;

function dot(a: Float64Array, b: Float64Array, n: number): number {
  let sum = 0;
  for (let t = 0; t < n; t++) sum += a[t]! * b[t]!;
  return sum;
}

const squares = (a: Float64Array, n: number) => dot(a, a, n);
