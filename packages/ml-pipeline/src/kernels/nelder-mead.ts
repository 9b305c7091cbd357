/**
 * Minimises `f` from `x` without derivatives; `x` is overwritten with the best point found.
 *
 * @param f     objective; Infinity where a point is not admissible
 * @param x     shape (d), d >= 1; start, then result
 * @param size  edge of the first simplex
 * @param evals most evaluations of `f`
 * @returns     `f(x)`
 *
 * Stops early where the simplex's values differ by less than 1e-7 of their size. Deterministic.
 * Source: Nelder & Mead (1965), A simplex method for function minimization, doi:10.1093/comjnl/7.4.308; coefficients
 * 1, 2, 0.5, 0.5.
 */
export function nelderMead(f: (x: Float64Array) => number, x: Float64Array, size: number, evals: number): number {
  const d = x.length;
  const points: Float64Array[] = [];
  const values: number[] = [];
  for (let k = 0; k <= d; k++) {
    const point = Float64Array.from(x);
    if (k > 0) point[k - 1]! += size;
    points.push(point);
    values.push(f(point));
  }
  let used = d + 1;
  const centre = new Float64Array(d);
  const trial = new Float64Array(d);
  const second = new Float64Array(d);
  const along = (out: Float64Array, worst: Float64Array, t: number) => {
    for (let j = 0; j < d; j++) out[j] = centre[j]! + t * (worst[j]! - centre[j]!);
    used++;
    return f(out);
  };
  const put = (at: number, point: Float64Array, value: number) => {
    points[at]!.set(point);
    values[at] = value;
  };
  while (used < evals) {
    sortSimplex(points, values);
    const best = values[0]!;
    const worst = values[d]!;
    if (Math.abs(worst - best) <= 1e-7 * (Math.abs(best) + 1e-12)) break;
    centre.fill(0);
    for (let k = 0; k < d; k++) for (let j = 0; j < d; j++) centre[j]! += points[k]![j]! / d;
    const reflected = along(trial, points[d]!, -1);
    if (reflected < best) {
      const expanded = along(second, points[d]!, -2);
      if (expanded < reflected) put(d, second, expanded);
      else put(d, trial, reflected);
    } else if (reflected < values[d - 1]!) {
      put(d, trial, reflected);
    } else {
      const contracted = along(second, points[d]!, reflected < worst ? -0.5 : 0.5);
      if (contracted < Math.min(reflected, worst)) put(d, second, contracted);
      else {
        for (let k = 1; k <= d; k++) {
          for (let j = 0; j < d; j++) points[k]![j] = (points[0]![j]! + points[k]![j]!) / 2;
          values[k] = f(points[k]!);
        }
        used += d;
      }
    }
  }
  sortSimplex(points, values);
  x.set(points[0]!);
  return values[0]!;
}

/** Ascending by value; insertion keeps the order of ties, so results do not depend on the sort. */
function sortSimplex(points: Float64Array[], values: number[]) {
  for (let k = 1; k < values.length; k++) {
    const value = values[k]!;
    const point = points[k]!;
    let j = k - 1;
    for (; j >= 0 && values[j]! > value; j--) {
      values[j + 1] = values[j]!;
      points[j + 1] = points[j]!;
    }
    values[j + 1] = value;
    points[j + 1] = point;
  }
}
