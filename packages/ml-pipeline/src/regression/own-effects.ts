import { workingScale } from '../frame/working-scale.ts';
import { positionOf } from '../frame/zero-gate.ts';
import { median } from '../kernels/order-statistics.ts';
import { waveEffect } from './common-waves.ts';
import { fitItem } from './item-effects.ts';
import { itemRows, type WaveEffect } from './item-rows.ts';
import { type FittedEffects, type ItemEffects, type Panel, type RegressionFit, workingPast } from './panel.ts';

type Common = Pick<FittedEffects, 'design' | 'common' | 'tau2' | 'memory' | 'profiles'>;

/**
 * Effects of one item from its own past, shrunk towards the common ones.
 *
 * @param waves effect of the common waves on this frame
 * @param z    working-scale past; NaN where missing or gated
 * @param from level and spread to start from, last period of training
 */
export function fitOwnEffects(
  panel: Panel,
  fit: Common,
  waves: WaveEffect | undefined,
  frameItem: number,
  z: Float64Array,
  from: Pick<ItemEffects, 'level' | 'sigma' | 'end'>,
): ItemEffects {
  const rows = itemRows(panel, frameItem, z, from.end, fit.memory);
  const { item, level, sigma, residual } = fitItem(fit, rows, waves, from);
  const profiles = fit.profiles.map(({ m }) => ({ m, terms: takeOutProfile(residual, rows.period, m) }));
  return {
    item,
    level,
    sigma: profiles.length > 0 ? Math.max(1.4826 * median(residual.map(Math.abs)), 1e-4) : sigma,
    end: from.end,
    profiles,
    scale: { size: 1, shift: 0 },
    gateItem: frameItem,
  };
}

/**
 * Means of a residual by season position, shrunk by how much positions differ beyond noise; taken out of `residual`.
 * Zero below two seasons.
 */
function takeOutProfile(residual: Float64Array, period: Float64Array, m: number): Float64Array {
  const terms = new Float64Array(m);
  const counts = new Float64Array(m);
  let squares = 0;
  let count = 0;
  for (let k = 0; k < residual.length; k++) {
    const r = residual[k]!;
    const p = positionOf(period[k]!, m);
    terms[p]! += r;
    counts[p]!++;
    squares += r * r;
    count++;
  }
  let between = 0;
  let seen = 0;
  for (let p = 0; p < m; p++) {
    if (counts[p]! === 0) continue;
    between += terms[p]! ** 2 / counts[p]!;
    seen++;
  }
  const noise = Math.max((squares - between) / Math.max(count - seen, 1), 1e-12);
  const variance = Math.max(between / Math.max(seen, 1) - noise, 0) / Math.max(count / Math.max(seen, 1), 1);
  for (let p = 0; p < m; p++)
    terms[p] = variance > 0 && count >= 2 * m ? terms[p]! / (counts[p]! + noise / variance) : 0;
  for (let k = 0; k < residual.length; k++) residual[k]! -= terms[positionOf(period[k]!, m)]!;
  return terms;
}

/** Effects of an item that the fit does not know, from the past it has in a frame. */
export function fitNewItem(panel: Panel, fit: RegressionFit, frameItem: number, rows: number): ItemEffects {
  const { frame } = panel;
  const first = frame.offset[frameItem]!;
  const scale = workingScale(frame.target.subarray(first, first + rows));
  const z = workingPast(panel, fit.gate, -1, frameItem, rows, scale);
  const level = median(z);
  const sigma = Math.max(1.4826 * median(z.map((it) => Math.abs(it - level))), 1e-3);
  const end = frame.start[frameItem]! + rows - 1;
  return {
    ...fitOwnEffects(panel, fit, waveEffect(panel, fit.waves), frameItem, z, { level, sigma, end }),
    scale,
    gateItem: -1,
  };
}
