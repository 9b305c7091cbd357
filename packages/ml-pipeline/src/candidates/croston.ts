import { crostonRate, type DemandRate, tsbRate } from '../kernels/intermittent-demand.ts';
import type { ItemCandidate } from './candidate.ts';

/**
 * For items that are rarely in demand: whichever of Croston's method with Syntetos and Boylan's correction, and of
 * Teunter, Syntetos and Babai's, was nearer one step ahead along the item's past. Its forecast is a rate, the same for
 * every step. Items with demand in most steps have none.
 */
export const croston: ItemCandidate = {
  name: 'croston',
  title: 'Croston (SBA) or TSB, for intermittent demand',
  source:
    'Croston (1972), doi:10.1057/jors.1972.50; Syntetos & Boylan (2005), doi:10.1016/j.ijforecast.2004.10.001; Teunter, Syntetos & Babai (2011), doi:10.1016/j.ejor.2011.05.018',
  uses: { known: false, past: false, statics: false },
  quantiles: 'conformal',
  preset: 'fast',
  cost: 0.02,
  sees: 'raw',
  parameters: 3,

  fit({ y }) {
    if (!isIntermittent(y)) return new Float64Array(0);
    let best: { params: number[]; error: number } = { params: [SBA, 0.1, 0], error: Number.POSITIVE_INFINITY };
    const tried = [
      ...alphas.map((alpha) => [SBA, alpha, 0]),
      ...alphas.flatMap((alpha) => alphas.map((other) => [TSB, alpha, other])),
    ];
    for (const params of tried) {
      const { error } = demandRate(y, params);
      if (error < best.error) best = { params, error };
    }
    return Float64Array.from(best.params);
  },

  forecast({ y }, params, steps, out) {
    out.fill(demandRate(y, params).rate, 0, steps);
  },
};

const SBA = 0;
const TSB = 1;
/** Weights that the literature finds sensible: 0.05 to 0.3. */
const alphas = [0.05, 0.1, 0.2, 0.3];

function demandRate(y: Float64Array, [method, alpha, other]: ArrayLike<number> & Iterable<number>): DemandRate {
  return method === SBA ? crostonRate(y, alpha!, 1 - alpha! / 2) : tsbRate(y, alpha!, other!);
}

/** Mean interval between demands from which smoothing of all values does worse, by Syntetos, Boylan & Croston (2005), doi:10.1057/palgrave.jors.2601841. */
const leastInterval = 1.32;

/** Whether demand, never negative, comes at intervals; false for a series of zeros alone. */
function isIntermittent(y: Float64Array): boolean {
  let count = 0;
  let demands = 0;
  for (let t = 0; t < y.length; t++) {
    const value = y[t]!;
    if (Number.isNaN(value)) continue;
    if (value < 0) return false;
    count++;
    if (value > 0) demands++;
  }
  return demands > 0 && count >= leastInterval * demands;
}
