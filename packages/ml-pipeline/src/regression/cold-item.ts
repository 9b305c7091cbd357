import { workingScale } from '../frame/working-scale.ts';
import { meansZero } from '../frame/zero-gate.ts';
import { allParts } from './design.ts';
import { expectedOutputs } from './like-items.ts';
import { effectSum, type ItemEffects, type Panel, type RegressionFit, workingPast } from './panel.ts';
import { openingAt } from './young-items.ts';

/** What an item with little or no past is expected to be, and how sure that is. */
export interface ColdItem {
  readonly effects: ItemEffects;
  /** Standard deviation, on the working scale, of one value around its expectation. */
  readonly sd: number;
}

/** Successive residuals are alike: two count as one. */
const dependence = 2;
/** Least standard deviation of an item without a value: that it is like the others is never sure. */
const doubt = 0.1;
/** Degrees of freedom of the prior: an item may be unlike all others, and its own values then tell. */
const freedom = 4;
/** Values that the others' noise and zeros weigh against an item's own. */
const priorValues = 5;

/**
 * Effects of an item from those like it in attributes; its level moves to its own values as far as they outweigh what
 * like items tell (a prior of Student's t, as a scale mixture in one step, and normal values), less what its first rows
 * are expected to be off. Source: West (1984), Outlier models and prior distributions in Bayesian linear regression.
 */
export function coldItem(panel: Panel, fit: RegressionFit, frameItem: number, rows: number): ColdItem {
  const { frame } = panel;
  const { likeItems, youngItems, design } = fit;
  const [logSize = 0, likeLevel = 0, ...item] = expectedOutputs(likeItems, frame.statics, frameItem);
  const start = frame.start[frameItem]!;
  const scale = coldScale(panel, fit, frameItem, rows, logSize);
  // Its own values set the scale, so that small ones are not lost in that of large items; what is expected moves to it.
  const level = Number.isNaN(scale.shift) ? 0 : likeLevel + logSize - Math.log(scale.size);
  const effects: ItemEffects = {
    scale,
    level,
    sigma: likeItems.sigma,
    end: start + Math.max(rows, 1) - 1,
    item: Float64Array.from({ length: design.itemColumns }, (_, k) => item[k] ?? 0),
    profiles: fit.profiles.map(({ m }) => ({ m, terms: new Float64Array(m) })),
    gateItem: -1,
  };
  const sum = effectSum(panel, fit, effects, frameItem);
  const residual = workingPast(panel, fit.gate, -1, frameItem, rows, scale)
    .map((it, k) => it - level - sum(start + k, allParts) - openingAt(youngItems.opening, k))
    .filter((it) => !Number.isNaN(it));
  const count = residual.length;
  const mean = count > 0 ? residual.reduce((a, b) => a + b, 0) / count : 0;
  const squares = residual.reduce((a, b) => a + (b - mean) ** 2, 0);
  const noise = youngItems.noise ** 2;
  const own = Math.max(noise, (priorValues * noise + squares) / (priorValues + Math.max(count - 1, 0)));
  const prior = Math.max(likeItems.spread, doubt) ** 2;
  const ofMean =
    count > 0 ? Math.max((dependence * own) / count + youngItems.drift ** 2, 1e-12) : Number.POSITIVE_INFINITY;
  const believed = prior * Math.max(1, (freedom + mean ** 2 / (prior + ofMean)) / (freedom + 1));
  const variance = 1 / (1 / believed + 1 / ofMean);
  return {
    effects: { ...effects, level: level + (variance * mean) / ofMean },
    sd: Math.sqrt(variance + own + doubt ** 2 / (1 + count)),
  };
}

function coldScale(panel: Panel, { likeItems, gate }: RegressionFit, i: number, rows: number, logSize: number) {
  const { frame, covariates } = panel;
  const first = frame.offset[i]!;
  const values = frame.target
    .slice(first, first + rows)
    .map((it, k) => (meansZero(gate, covariates, -1, first + k, frame.start[i]! + k) ? Number.NaN : it))
    .filter((it) => !Number.isNaN(it));
  const zeros = values.filter((it) => it === 0).length;
  const own = workingScale(values);
  return {
    size: values.length > zeros ? own.size : Math.exp(logSize),
    shift: Number.isNaN(own.shift)
      ? Number.NaN
      : Math.min(1, (zeros + priorValues * likeItems.shift) / (values.length + priorValues)),
  };
}
