import { cholesky, solveCholesky } from '../kernels/cholesky.ts';
import { median } from '../kernels/order-statistics.ts';
import type { PeriodSums } from './common-columns.ts';
import type { WaveEffect } from './item-rows.ts';
import { commonWaves, type Panel } from './panel.ts';

/** Standard deviation expected of the first wave; that of wave k is a k-th of it. */
const firstWaveSd = 0.3;

/**
 * Days next to each other tell the same story: the mean residual of a period counts as a seventh of an independent
 * one.
 */
const dependence = 7;

/**
 * Fits the yearly and monthly waves that all items share on the mean residual of each period; overwrites `out`, shape
 * (commonWaveCount).
 *
 * O(periods * waves^2).
 */
export function fitCommonWaves(
  panel: Panel,
  { low, sums, weights }: PeriodSums,
  memory: number,
  out: Float64Array,
): void {
  const p = out.length;
  const { commonWaves: yearly, itemWaves } = panel.design.form;
  const monthlyAt = 2 * Math.max(yearly, itemWaves);
  const periods: number[] = [];
  for (let t = 0; t < sums.length; t++) if (weights[t]! > 0) periods.push(t);
  if (periods.length === 0) return;
  const typical = median(periods.map((t) => weights[t]!));
  let noise = 0.05 ** 2;
  const x = new Float64Array(p);
  for (let round = 0; round < 3; round++) {
    const gram = new Float64Array(p * p);
    const right = new Float64Array(p);
    for (const t of periods) {
      const at = panel.waves.at(low + t);
      for (let k = 0; k < p; k++) x[k] = panel.waves.values[at + (k < 2 * yearly ? k : monthlyAt + k - 2 * yearly)]!;
      const mean = sums[t]! / weights[t]!;
      const age = memory < 1e9 ? Math.exp((t + 1 - sums.length) / memory) : 1;
      // The mean of few items is noisier than that of many, but many share the same surprises.
      const w = (age * weights[t]!) / (weights[t]! + 0.2 * typical) / (noise * dependence);
      for (let a = 0; a < p; a++) {
        for (let b = 0; b <= a; b++) gram[a * p + b]! += w * x[a]! * x[b]!;
        right[a]! += w * x[a]! * mean;
      }
    }
    for (let a = 0; a < p; a++) {
      const order = 1 + ((a < 2 * yearly ? a : a - 2 * yearly) >> 1);
      gram[a * p + a]! += (order / firstWaveSd) ** 2;
    }
    if (!cholesky(gram, p)) return;
    solveCholesky(gram, p, right);
    out.set(right);
    let squares = 0;
    for (const t of periods) squares += (sums[t]! / weights[t]! - commonWaves(panel, out, low + t)) ** 2;
    noise = Math.max(squares / Math.max(periods.length - p, 1), 1e-8);
  }
}

/** The waves' effect at each period of the frame; undefined where there are none. */
export function waveEffect(panel: Panel, weights: Float64Array): WaveEffect | undefined {
  if (weights.length === 0) return undefined;
  const { frame } = panel;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < frame.items.length; i++) {
    low = Math.min(low, frame.start[i]!);
    high = Math.max(high, frame.start[i]! + frame.offset[i + 1]! - frame.offset[i]!);
  }
  const values = new Float64Array(Math.max(high - low, 0));
  for (let t = 0; t < values.length; t++) values[t] = commonWaves(panel, weights, low + t);
  return { low, values };
}
