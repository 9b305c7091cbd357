import type { ForecastRequest, TrainingFrame } from '@tandem/data-model';
import type { Importance, TrainingJob } from '@tandem/data-model/contract';
import type { Model } from '../artifact/model.ts';
import { type Fitted, forecastSeconds } from '../backtest/fit-members.ts';
import { actualsOf, countValues } from '../backtest/windows.ts';
import { forecastRows, type Pasts } from '../forecast.ts';
import { type ImportedAhead, importedAhead, importedModelOf } from '../imported-ahead.ts';
import { seasonalScale } from '../metrics/scale.ts';
import { pinball2 } from '../metrics/scores.ts';
import type { TrainingPlan } from '../plan.ts';
import { evenly } from '../regression/fit.ts';
import type { RunControl } from '../run-control.ts';
import { type Input, shuffled } from './shuffled.ts';
import { sliceItems } from './slice-items.ts';

/** How many items are looked at, and how often each input is shuffled. */
const sizes: Record<TrainingJob['preset'], { readonly items: number; readonly repeats: number }> = {
  fast: { items: 50, repeats: 5 },
  balanced: { items: 40, repeats: 5 },
  best: { items: 100, repeats: 10 },
};

/** Two-sided 95 % points of Student's t at as many degrees of freedom as there are repeats, less one. */
const studentT: Readonly<Record<number, number>> = { 5: 2.776, 10: 2.262 };

export interface MeasuredImportance {
  /** Null where nothing could be measured. */
  readonly importance: Importance | null;
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/**
 * How much the ensemble relies on each known covariate and attribute, and on past covariates where a family uses
 * them: how far its scaled quantile loss on the test window rises when that input is shuffled. It is measured
 * `asTested`: fits that share the window would call noise useful that they have learned by heart.
 *
 * The band is how far chance moves the rise of an input of no use, in 19 of 20 cases: the spread over repeats, for one
 * further draw (the order that really was), and the spread over items, for the sample's mean; times Student's t of the
 * repeats. `repeats` shuffles of each input over a sample of items: half a second for `fast` with six inputs, some
 * seconds where the ensemble has trees (CPU, 2026-11-25, a busy core). The same for any number of threads; where the time limit leaves no
 * room, that for the forecast to come set aside, inputs are left out and named.
 *
 * Sources: Breiman (2001), Random forests, 10, doi:10.1023/A:1010933404324; Fisher, Rudin & Dominici (2019),
 * doi:10.48550/arXiv.1801.01489, 3.
 */
export async function measureImportance(
  frame: TrainingFrame,
  plan: TrainingPlan,
  fitted: Pick<Fitted, 'model' | 'weighed' | 'backtested'>,
  run: Pick<RunControl, 'hasTime' | 'thenForecast' | 'threads' | 'deadline' | 'imported' | 'within'>,
): Promise<MeasuredImportance> {
  const model = asTested(fitted);
  const usesPast = fitted.backtested.candidates.some(({ card }, c) => card.uses.past && fitted.weighed.weights[c]! > 0);
  const inputs: Input[] = [
    ...frame.known.map(({ name }): Input => ({ kind: 'known', name })),
    ...(usesPast ? frame.past.map(({ name }): Input => ({ kind: 'past', name })) : []),
    ...frame.statics.map(({ name }): Input => ({ kind: 'static', name })),
  ];
  const window = plan.windows.find(({ use }) => use === 'test');
  if (inputs.length === 0 || !window) return { importance: null, notes: [] };
  const { items: mostItems, repeats } = sizes[plan.effort];
  const sample = evenly(scoredItems(frame, plan, window.rows, window.steps), mostItems);
  const seen = sliceItems(frame, sample);
  const rows = Int32Array.from(sample, (i) => window.rows[i]!);
  if (sample.length === 0) return { importance: null, notes: [] };
  const later = forecastSeconds(frame, plan, fitted, run);
  const request = requestOf(seen, rows, window.steps);
  const ask = (signal: AbortSignal) => importedAhead(model, seen, request, run.imported?.run, signal);
  const ahead = importedModelOf(model) ? await run.within(run.deadline - later, ask) : undefined;
  if (importedModelOf(model) && !ahead) return { importance: null, notes: [notMeasured(inputs)] };
  const losses = lossesOf(seen, rows, window.steps, request, plan, model, ahead);
  const whole = losses(seen);
  const measured: Importance['inputs'] = [];
  const left: Input[] = [];
  for (const [k, input] of inputs.entries()) {
    const rises: Float64Array[] = [];
    while (rises.length < repeats && (await run.hasTime(later))) {
      const draw = k * repeats + rises.length;
      const moved = losses(shuffled(seen, input, rows, window.steps, plan.seed, draw), input.kind === 'past');
      const rise = moved.map((it, i) => it - whole[i]!);
      rises.push(rise);
      // To the last bit the same: the model does not look at it.
      if (rises.length === 1 && rise.every((it) => it === 0))
        rises.push(...Array<Float64Array>(repeats - 1).fill(rise));
    }
    if (rises.length === repeats) measured.push({ ...input, ...riseAndBand(rises) });
    else left.push(input);
  }
  const notes = left.length > 0 ? [notMeasured(left)] : [];
  if (measured.length === 0) return { importance: null, notes };
  return {
    importance: { items: sample.length, repeats, loss: sumOf(whole), inputs: measured.sort((a, b) => b.rise - a.rise) },
    notes,
  };
}

const notMeasured = (inputs: readonly Input[]) =>
  `The importance of ${inputs.map(({ name }) => name).join(', ')} was not measured: the time limit was reached.`;

/**
 * The ensemble with what takes in covariates and attributes of all items (regression, trees) as it was fitted up to the
 * test window. Weights, spread and the parameters of the families that fit each item are those of the published model;
 * a family among them that takes covariates in itself has seen the window.
 */
function asTested({ model, backtested: { windows, candidates } }: Pick<Fitted, 'model' | 'backtested'>): Model {
  return {
    ...model,
    regression: windows.at(-1) ?? model.regression,
    members: model.members.map((member) => {
      const trees = candidates.find(({ card }) => card.name === member.name)?.heldOut;
      return trees ? { ...member, trees } : member;
    }),
  };
}

/** Items with enough past at the cutoff for a model of their own, and an actual and a scale to be scored by. */
function scoredItems(frame: TrainingFrame, plan: TrainingPlan, rows: Int32Array, steps: number): number[] {
  return Array.from(frame.items.keys()).filter(
    (i) =>
      countValues(frame, i, rows[i]!) >= plan.minRows &&
      actualsOf(frame, i, rows[i]!, steps).some((it) => !Number.isNaN(it)) &&
      scaleOf(frame, i, rows[i]!, plan) > 0,
  );
}

const scaleOf = (frame: TrainingFrame, i: number, rows: number, { scaleSeason }: TrainingPlan) =>
  seasonalScale(frame.target.subarray(frame.offset[i], frame.offset[i]! + rows), scaleSeason);

/** The rows of the window. */
function requestOf(seen: TrainingFrame, rows: Int32Array, steps: number): ForecastRequest {
  const item: number[] = [];
  const period: number[] = [];
  seen.items.forEach((_, i) => {
    actualsOf(seen, i, rows[i]!, steps).forEach((_, h) => {
      item.push(i);
      period.push(seen.start[i]! + rows[i]! + h);
    });
  });
  return { item: Int32Array.from(item), period: Float64Array.from(period) };
}

/**
 * What each item adds to the model's SQL over the window, for a frame of which only inputs differ from `seen`; they sum
 * to it.
 */
function lossesOf(
  seen: TrainingFrame,
  rows: Int32Array,
  steps: number,
  request: ForecastRequest,
  plan: TrainingPlan,
  model: Model,
  ahead: ImportedAhead | undefined,
) {
  const { item } = request;
  const actual = seen.items.flatMap((_, i) => Array.from(actualsOf(seen, i, rows[i]!, steps)));
  const scales = seen.items.map((_, i) => scaleOf(seen, i, rows[i]!, plan));
  const levels = plan.quantiles;
  const scored = actual.filter((it) => !Number.isNaN(it)).length;
  const pasts: Pasts = new Map();
  return (frame: TrainingFrame, pastMoves = false): Float64Array => {
    const { values } = forecastRows(model, frame, request, pastMoves ? undefined : pasts, ahead);
    const losses = new Float64Array(seen.items.length);
    for (let r = 0; r < actual.length; r++) {
      if (Number.isNaN(actual[r]!)) continue;
      let loss = 0;
      for (let q = 0; q < levels.length; q++) loss += pinball2(actual[r]!, values[r * levels.length + q]!, levels[q]!);
      losses[item[r]!]! += loss / (levels.length * scales[item[r]!]! * scored);
    }
    return losses;
  };
}

/** Of the rises of each repeat, by item. */
function riseAndBand(rises: readonly Float64Array[]): { rise: number; band: number } {
  const repeats = rises.length;
  const sums = rises.map(sumOf);
  const rise = sumOf(sums) / repeats;
  const ofShuffles = sumOf(sums.map((it) => (it - rise) ** 2)) / (repeats - 1);
  const items = rises[0]!.length;
  const byItem = Array.from({ length: items }, (_, i) => sumOf(rises.map((it) => it[i]!)) / repeats);
  const ofItems = (sumOf(byItem.map((it) => (it - rise / items) ** 2)) * items) / Math.max(items - 1, 1);
  return { rise, band: studentT[repeats]! * Math.sqrt(ofShuffles * (1 + 1 / repeats) + ofItems) };
}

const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, it) => sum + it, 0);
