import type { Effort, Sees, Series } from '../candidates/candidate.ts';
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
  /** Period of the seasonal difference by which scores are scaled: the season of plain series. */
  readonly scaleSeason: number;
}

/** An item's series, and the way back from its forecasts to the target's unit. */
export interface ItemSeries {
  readonly series: Series;
  /** Turns a forecast of `series` for a period into the target's unit. */
  restore(value: number, period: number): number;
}

/** Rows that a family sees at most, the latest: so many seasons tell all, and a fit looks at each row hundreds of times. */
const mostRows = 20_000;
const mostSeasons = 6;

/**
 * The series as a family sees it. Learned zeros are missing unless it is plain; where it is adjusted, values more than
 * four standard deviations off are pulled in.
 */
export function itemSeries(
  panel: Panel,
  fit: RegressionFit,
  effects: ItemEffects,
  plan: SeriesPlan,
  frameItem: number,
  rows: number,
  sees: Sees = 'adjusted',
): ItemSeries {
  const { frame, covariates } = panel;
  const first = frame.offset[frameItem]!;
  const start = frame.start[frameItem]!;
  const { seasons, horizon, effort, scaleSeason } = plan;
  if (sees === 'plain') {
    const plain = { y: frame.target.subarray(first, first + rows), seasons: [scaleSeason], horizon, effort };
    return { series: plain, restore: (value) => value };
  }
  const adjust = plan.adjust && sees === 'adjusted';
  const y = frame.target.slice(first, first + rows);
  const sum = effectSum(panel, fit, effects, frameItem);
  const bound = 4 * effects.sigma;
  const earliest = Math.max(0, rows - Math.max(mostRows, mostSeasons * Math.max(0, ...plan.seasons)));
  let begin = rows;
  for (let k = rows - 1; k >= earliest; k--) {
    if (Number.isNaN(y[k]!)) continue;
    if (meansZero(fit.gate, covariates, effects.gateItem, first + k, start + k)) {
      y[k] = Number.NaN;
      continue;
    }
    begin = k;
    if (!adjust) continue;
    const z = toWorking(effects.scale, y[k]!);
    const whole = effects.level + sum(start + k, allParts);
    const pulled = whole + Math.min(Math.max(z - whole, -bound), bound);
    y[k] = pulled - sum(start + k, adjustment);
  }
  const known = covariates.map(({ levels, values }) => ({
    levels,
    values: values.subarray(first + begin, frame.offset[frameItem + 1]),
  }));
  return {
    series: {
      y: y.subarray(begin),
      seasons,
      horizon,
      effort,
      place: { axis: frame.axis, start: start + begin, known },
    },
    restore: (value, period) => (adjust ? fromWorking(effects.scale, value + sum(period, adjustment)) : value),
  };
}
