import type { Effort, Series } from '../candidates/candidate.ts';
import { adjustment, allParts } from '../regression/design.ts';
import { effectSum, type ItemEffects, type Panel, type RegressionFit } from '../regression/panel.ts';
import { fromWorking, toWorking } from './working-scale.ts';
import { meansZero } from './zero-gate.ts';

/** How series are handed to the candidates that fit each item on its own. */
export interface SeriesPlan {
  readonly seasons: readonly number[];
  readonly horizon: number;
  readonly effort: Effort;
  /** Whether effects of covariates and of the year are taken out first, on the working scale. */
  readonly adjust: boolean;
}

/** An item's series, and the way back from its forecasts to the target's unit. */
export interface ItemSeries {
  readonly series: Series;
  /** Turns a forecast of `series` for a period into the target's unit. */
  restore(value: number, period: number): number;
}

/**
 * Learned zeros are missing in the series; where it is adjusted, values more than four standard deviations off are
 * pulled in.
 */
export function itemSeries(
  panel: Panel,
  fit: RegressionFit,
  effects: ItemEffects,
  plan: SeriesPlan,
  frameItem: number,
  rows: number,
): ItemSeries {
  const { frame, covariates } = panel;
  const first = frame.offset[frameItem]!;
  const start = frame.start[frameItem]!;
  const y = frame.target.slice(first, first + rows);
  const sum = effectSum(panel, fit, effects, frameItem);
  const bound = 4 * effects.sigma;
  let begin = rows;
  for (let k = rows - 1; k >= 0; k--) {
    if (Number.isNaN(y[k]!)) continue;
    if (meansZero(fit.gate, covariates, effects.gateItem, first + k, start + k)) {
      y[k] = Number.NaN;
      continue;
    }
    begin = k;
    if (!plan.adjust) continue;
    const z = toWorking(effects.scale, y[k]!);
    const whole = effects.level + sum(start + k, allParts);
    const pulled = whole + Math.min(Math.max(z - whole, -bound), bound);
    y[k] = pulled - sum(start + k, adjustment);
  }
  const { seasons, horizon, effort } = plan;
  return {
    series: { y: y.subarray(begin), seasons, horizon, effort },
    restore: (value, period) => (plan.adjust ? fromWorking(effects.scale, value + sum(period, adjustment)) : value),
  };
}
