import type { TrainingFrame } from '@tandem/data-model';
import type { Metrics } from '@tandem/data-model/contract';
import type { Model } from '../artifact/model.ts';
import type { Tested } from '../backtest/tested.ts';
import { importedModelName } from '../candidates/imported-model.ts';
import { baselineName } from '../candidates/registry.ts';
import { usualSize } from '../forecast.ts';
import { isSparse } from '../frame/working-scale.ts';
import { median } from '../kernels/order-statistics.ts';
import { seasonalScale } from '../metrics/scale.ts';
import { newScore } from '../metrics/scores.ts';
import type { TrainingPlan } from '../plan.ts';
import { levelWindows } from './level-windows.ts';
import { baseOf, type Points, pointsWhere } from './out-of-fold.ts';
import { errorQuantile, itemScales, learnSpreads, rowScale, type Spreads } from './spread.ts';
import { blend, greedyWeights, meanShares } from './weights.ts';

export interface Weighed {
  readonly model: Model;
  /** Of the model that is kept, in the order of the tested candidates. */
  readonly weights: Float64Array;
  /** What of the scored forecasts came from each, in the same order. */
  readonly shares: Float64Array;
  readonly scores: readonly { readonly validation: Metrics; readonly test: Metrics }[];
  readonly ensemble: { readonly validation: Metrics; readonly test: Metrics };
  /** SQL of each test row's item, by item, for the ensemble and each candidate; NaN where not scored. */
  readonly itemLoss: { readonly ensemble: Float64Array; readonly candidates: readonly Float64Array[] };
}

/**
 * Blends the tested candidates. What is scored on the test, once, has weights and spreads of the windows before it. The model that is kept is then chosen
 * anew, weights and spread, from all windows: the test is the latest of them and tells most of today.
 */
export function weigh(frame: TrainingFrame, plan: TrainingPlan, tested: Tested): Weighed {
  const { points, candidates } = tested;
  const isTest = (w: number) => plan.windows[w]!.use === 'test';
  const early = pointsWhere(points, (k) => !isTest(points.window[k]!));
  const late = pointsWhere(points, (k) => isTest(points.window[k]!));
  const all = candidates.map((it) => it.medians);
  const trust = trustIn(frame, plan);
  const choose = ({ points: seen, pick }: ReturnType<typeof pointsWhere>) =>
    early.points.count > 0 ? greedyWeights(seen, all.map(pick), trust) : fallbackWeights(tested);
  const before = blend(choose(early), all, points.count);
  const weights = choose(pointsWhere(points, () => true));
  const blended = blend(weights, all, points.count);
  const steps = plan.windows[0]?.steps ?? plan.horizon;
  const floors = plan.windows.map(({ rows }) => nonNegativeItems(frame, rows));
  const scoreBoth = (medians: Float64Array, gated: boolean) => {
    const source = early.points.count > 0 ? early : late;
    const spreads = learnSpreads(levelWindows(source.points, source.pick(medians)), source.pick(medians), steps);
    const past = early.pick(medians);
    const known = { points: levelWindows(early.points, past), medians: past };
    return {
      validation: scorePoints(frame, plan, spreads, floors, known, early.points, early.pick(medians), gated).metrics,
      ...testScore(
        scorePoints(frame, plan, spreads, floors, known, late.points, late.pick(medians), gated),
        early.points.count > 0,
      ),
    };
  };
  const scored = candidates.map((it) => scoreBoth(it.medians, it.card.name !== baselineName));
  const whole = scoreBoth(before, true);
  return {
    weights,
    shares: meanShares(weights, all, points.count),
    scores: scored.map(({ validation, test }) => ({ validation, test })),
    ensemble: { validation: whole.validation, test: whole.test },
    itemLoss: { ensemble: whole.itemLoss, candidates: scored.map((it) => it.itemLoss) },
    model: modelOf(frame, plan, tested, weights, blended, steps),
  };
}

/**
 * How much a window's choice of candidates counts: the cube of the share of today's past that it saw. Families that learn slowly look worse the less
 * they saw, and what a window with a third of the past prefers says little of today.
 */
const trustIn = (frame: TrainingFrame, { windows, tested }: TrainingPlan): number[] =>
  windows.map(({ rows }) => {
    let then = 0;
    let now = 0;
    for (const i of tested) {
      then += rows[i]!;
      now += frame.history[i]!;
    }
    return (then / Math.max(now, 1)) ** 3;
  });

/** Where no window before the test told how far forecasts err, the spread is the test's own: it is no score of quantiles and mean. */
const testScore = ({ metrics, itemLoss }: ReturnType<typeof scorePoints>, hasSpread: boolean) =>
  hasSpread
    ? { test: metrics, itemLoss }
    : {
        test: {
          ...metrics,
          SQL: null,
          WQL: null,
          RMSE: null,
          coverage: Object.fromEntries(Object.keys(metrics.coverage).map((q) => [q, null])),
        },
        itemLoss: itemLoss.fill(Number.NaN),
      };

/** Where nothing could be held out: the families that use most of what is known, in equal parts. */
function fallbackWeights({ candidates }: Tested): Float64Array {
  const count = Math.max(1, candidates.length - 1);
  return Float64Array.from(candidates, (_, c) => (c > 0 || candidates.length === 1 ? 1 / count : 0));
}

function scorePoints(
  frame: TrainingFrame,
  plan: TrainingPlan,
  spreads: Spreads,
  floors: readonly Uint8Array[],
  known: { points: Points; medians: Float64Array },
  points: Points,
  medians: Float64Array,
  gated: boolean,
) {
  const n = frame.items.length;
  const base = new Float64Array(n).fill(Number.NaN);
  for (let k = 0; k < points.count; k++) base[points.item[k]!] = baseOf(points, k);
  const sparse = new Uint8Array(n);
  for (let k = 0; k < points.count; k++) sparse[points.item[k]!] = points.sparse[k]!;
  const scales = itemScales(spreads, known.points, known.medians, base, sparse);
  const levels = spreads.map((spread) => plan.quantiles.map((q) => errorQuantile(spread, q)));
  const score = newScore(plan.quantiles);
  const losses = new Float64Array(n);
  const counts = new Float64Array(n);
  const quantiles = new Float64Array(plan.quantiles.length);
  for (let k = 0; k < points.count; k++) {
    const i = points.item[k]!;
    const median = medians[k]!;
    const spread = spreads[points.sparse[k]! as 0 | 1];
    const at = levels[points.sparse[k]!]!;
    if (Number.isNaN(median)) continue;
    const unit =
      gated && points.zero[k] === 1 ? 0 : rowScale(spread, scales[i]!, points.size[k]!, median, points.step[k]!);
    const floor = floors[points.window[k]!]![i] ? 0 : Number.NEGATIVE_INFINITY;
    for (let q = 0; q < at.length; q++) quantiles[q] = Math.max(floor, median + at[q]! * unit);
    const row = {
      actual: points.actual[k]!,
      mean: Math.max(floor, median + spread.mean * unit),
      quantiles,
      scale: points.scale[k]!,
    };
    score.add(row);
    let loss = 0;
    for (let q = 0; q < at.length; q++)
      loss += Math.max(
        plan.quantiles[q]! * (row.actual - quantiles[q]!),
        (plan.quantiles[q]! - 1) * (row.actual - quantiles[q]!),
      );
    losses[i]! += loss;
    counts[i]!++;
  }
  return { metrics: score.metrics(), itemLoss: losses.map((it, i) => (counts[i]! > 0 ? it / counts[i]! : Number.NaN)) };
}

/** Items without a negative value among their first `rows` rows. */
function nonNegativeItems(frame: TrainingFrame, rows: Int32Array): Uint8Array {
  return Uint8Array.from(frame.items, (_, i) => {
    for (let r = frame.offset[i]!, end = r + rows[i]!; r < end; r++) if (frame.target[r]! < 0) return 0;
    return 1;
  });
}

function modelOf(
  frame: TrainingFrame,
  plan: TrainingPlan,
  tested: Tested,
  weights: Float64Array,
  blended: Float64Array,
  steps: number,
): Model {
  const { candidates, regression, series } = tested;
  const points = levelWindows(tested.points, blended);
  const spreads = learnSpreads(points, blended, steps);
  const n = frame.items.length;
  const size = new Float64Array(n);
  const base = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const past = frame.target.subarray(frame.offset[i]!, frame.offset[i]! + frame.history[i]!);
    size[i] = usualSize(past);
    const scale = seasonalScale(past, plan.scaleSeason);
    base[i] = scale > 0 ? scale : 0.1 * size[i]!;
  }
  const sparse = Uint8Array.from(regression.shift, (it) => (isSparse(it) ? 1 : 0));
  const itemScale = itemScales(spreads, points, blended, base, sparse);
  const tried = frame.items.map((_, i) => i).filter((i) => plan.values[i]! >= plan.minRows);
  // Of a normal distribution, a standard deviation is what lies between these quantiles by 2.563.
  const width = (errorQuantile(spreads[0], 0.9) - errorQuantile(spreads[0], 0.1)) / 2.563;
  // What an imported model does not forecast by itself alone, the baseline does, as in what was scored.
  const isAlone = candidates.every(({ card }, c) => !(weights[c]! > 0) || card.name === importedModelName);
  const stays = (name: string, c: number) => weights[c]! > 0 || (isAlone && name === baselineName);
  return {
    axis: frame.axis,
    items: frame.items,
    quantiles: plan.quantiles,
    scaleSeason: plan.scaleSeason,
    minRows: plan.minRows,
    series,
    regression,
    members: candidates.flatMap(({ card, parameters, trees }, c) =>
      stays(card.name, c) ? [{ name: card.name, weight: weights[c]!, parameters, ...(trees ? { trees } : {}) }] : [],
    ),
    spreads,
    relativeSpread: width * median(tried.map((i) => itemScale[i]! / size[i]!)) || 0,
    values: plan.values,
    itemScale,
    size,
  };
}
