import { countOf, type ItemCandidate } from './candidate.ts';

/**
 * Random walk with drift: the line through the first and the last value, continued. Steps count whether their values
 * are there or not, so gaps, one at the end included, neither steepen nor delay it. Panels with a season have none: it
 * would miss the season.
 */
export const drift: ItemCandidate = {
  name: 'drift',
  title: 'Random walk with drift',
  source: 'Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'fast',
  cost: 0.01,
  parameters: 1,

  fit({ y, seasons }) {
    if (countOf(y) === 0 || seasons.length > 0) return new Float64Array(0);
    const [first, last] = ends(y);
    return Float64Array.of(last > first ? (y[last]! - y[first]!) / (last - first) : 0);
  },

  forecast({ y }, params, steps, out) {
    const [, last] = ends(y);
    for (let h = 0; h < steps; h++) out[h] = y[last]! + params[0]! * (y.length + h - last);
  },
};

/** Indices of the first and the last value. */
function ends(y: Float64Array): [number, number] {
  let first = 0;
  let last = y.length - 1;
  while (first < last && Number.isNaN(y[first]!)) first++;
  while (last > first && Number.isNaN(y[last]!)) last--;
  return [first, last];
}
