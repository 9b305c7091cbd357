/** A smooth function: `value` first, then `gradient` at the same point where it is wanted. */
export interface Smooth {
  /** Infinity where `x` is not admissible. */
  value(x: Float64Array): number;
  /** At the point of the last `value`; `out` is overwritten. */
  gradient(out: Float64Array): void;
}

/**
 * Minimises a smooth function from `x`, which must be admissible; `x` is overwritten with the best point found.
 *
 * @param x     shape (d), d >= 1; of unit scale: a step of 1 in any coordinate is neither tiny nor huge
 * @param evals most evaluations of `value`
 * @param tolerance stops where two steps running gain less than this
 * @returns     the value at `x`
 *
 * O(d^2) per step besides `f`. Deterministic. Source: Nocedal & Wright (2006), Numerical Optimization, algorithm 6.1
 * with the first scaling of (6.20), and backtracking by interpolation (3.5); an update whose curvature is not positive
 * is left out.
 */
export function bfgs(f: Smooth, x: Float64Array, evals: number, tolerance: number): number {
  const d = x.length;
  const inverse = new Float64Array(d * d);
  const slope = new Float64Array(d);
  const next = new Float64Array(d);
  const nextSlope = new Float64Array(d);
  const step = new Float64Array(d);
  const turn = new Float64Array(d);
  const moved = new Float64Array(d);
  let value = f.value(x);
  let used = 1;
  let small = 0;
  let fresh = true;
  if (!(value < Number.POSITIVE_INFINITY)) return value;
  f.gradient(slope);
  while (used < evals && small < 2) {
    if (fresh) steepest(slope, step);
    else product(inverse, slope, step, -1);
    let along = dot(step, slope);
    if (!(along < 0)) {
      if (fresh) break;
      fresh = true;
      continue;
    }
    let length = 1;
    const longest = largest(step);
    if (longest > mostStep) length = mostStep / longest;
    let found = Number.POSITIVE_INFINITY;
    while (used < evals) {
      for (let j = 0; j < d; j++) next[j] = x[j]! + length * step[j]!;
      found = f.value(next);
      used++;
      if (found <= value + 1e-4 * length * along) break;
      const bend = found - value - length * along;
      const best = bend < Number.POSITIVE_INFINITY ? (-along * length * length) / (2 * bend) : 0;
      length = Math.min(Math.max(best, 0.1 * length), 0.5 * length);
      if (length * longest < 1e-7) break;
    }
    if (!(found < value)) {
      if (fresh) break;
      fresh = true;
      continue;
    }
    f.gradient(nextSlope);
    for (let j = 0; j < d; j++) {
      moved[j] = next[j]! - x[j]!;
      turn[j] = nextSlope[j]! - slope[j]!;
    }
    along = dot(moved, turn);
    if (along > 1e-10 * Math.sqrt(dot(moved, moved) * dot(turn, turn))) {
      if (fresh) {
        inverse.fill(0);
        const scale = along / dot(turn, turn);
        for (let j = 0; j < d; j++) inverse[j * d + j] = scale;
        fresh = false;
      }
      update(inverse, moved, turn, along, step);
    }
    small = value - found < tolerance ? small + 1 : 0;
    value = found;
    x.set(next);
    slope.set(nextSlope);
  }
  return value;
}

/** A step of more than this in one coordinate leaves the range in which the last curvature says anything. */
const mostStep = 2;

/** Half a unit downhill. */
function steepest(slope: Float64Array, step: Float64Array) {
  const size = Math.sqrt(dot(slope, slope));
  for (let j = 0; j < slope.length; j++) step[j] = size > 0 ? (-0.5 * slope[j]!) / Math.max(size, 0.5) : 0;
}

/** H <- (I - s y'/sy) H (I - y s'/sy) + s s'/sy. */
function update(h: Float64Array, s: Float64Array, y: Float64Array, sy: number, hy: Float64Array) {
  const d = s.length;
  product(h, y, hy, 1);
  const factor = (1 + dot(y, hy) / sy) / sy;
  for (let i = 0; i < d; i++) {
    const si = s[i]!;
    const hi = hy[i]!;
    for (let j = 0; j < d; j++) h[i * d + j]! += factor * si * s[j]! - (hi * s[j]! + si * hy[j]!) / sy;
  }
}

function product(h: Float64Array, v: Float64Array, out: Float64Array, sign: number) {
  const d = v.length;
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += h[i * d + j]! * v[j]!;
    out[i] = sign * sum;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

function largest(v: Float64Array): number {
  let most = 0;
  for (let j = 0; j < v.length; j++) most = Math.max(most, Math.abs(v[j]!));
  return most;
}
