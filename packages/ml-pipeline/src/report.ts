import { counted, formatPeriod, type TrainingFrame } from '@tandem/data-model';
import type { TrainingReport } from '@tandem/data-model/contract';
import type { Fitted } from './backtest/fit-members.ts';
import type { Regressions } from './backtest/regressions.ts';
import { baselineName } from './candidates/registry.ts';
import type { MeasuredImportance } from './explain/importance.ts';
import type { TrainingPlan } from './plan.ts';

/** The whole report of a run: what was tried, how it did, what was set aside and why. */
export function report(
  frame: TrainingFrame,
  plan: TrainingPlan,
  { forms }: Regressions,
  { weighed, backtested: tested, families }: Fitted,
  { importance, notes }: MeasuredImportance,
  seconds: number,
): TrainingReport {
  const candidates = tested.candidates.map(({ card, fitSeconds, predictSeconds }, c) => ({
    name: card.name,
    title: card.title,
    source: card.source,
    uses: card.uses,
    quantiles: card.quantiles,
    weight: weighed.shares[c]!,
    fitSeconds,
    predictSeconds,
    ...weighed.scores[c]!,
    ...(scoredOf(weighed.itemLoss.ensemble) > 0 ? { scoredItems: scoredOf(weighed.itemLoss.candidates[c]!) } : {}),
  }));
  const [whole, partial] = [true, false].map((it) =>
    candidates
      .filter(({ scoredItems = 0 }) => it === 2 * scoredItems >= scoredOf(weighed.itemLoss.ensemble))
      .sort((a, b) => (a.test.SQL ?? Number.POSITIVE_INFINITY) - (b.test.SQL ?? Number.POSITIVE_INFINITY)),
  );
  const baseline = tested.candidates.findIndex(({ card }) => card.name === baselineName);
  const test = weighed.scores[baseline]!.test;
  const ours = weighed.ensemble.test.SQL;
  const compared = comparison(weighed.itemLoss.ensemble, weighed.itemLoss.candidates[baseline]!);
  return {
    items: frame.items.length,
    rows: plan.values.reduce((sum, it) => sum + it, 0),
    seasons: [
      ...plan.seasons,
      ...(tested.regression.design.form.commonWaves > 0 && plan.year ? [Math.round(plan.year)] : []),
    ],
    windows: plan.windows.map(({ use, rows }) => ({ use, cutoff: cutoffOf(frame, rows) })),
    candidates: [...whole!, ...partial!],
    ensemble: weighed.ensemble,
    baseline: {
      name: 'seasonal-naive',
      test,
      improvement: ours !== null && test.SQL !== null && test.SQL > 0 ? 1 - ours / test.SQL : null,
      ...compared,
    },
    importance,
    setAside: setAside(frame, plan),
    notes: [...tested.notes, ...windowNotes(frame, plan), ...notes],
    plan: {
      preset: plan.effort,
      seed: plan.seed,
      windows: plan.windows.length,
      testedItems: plan.tested.length,
      forms,
      trees: plan.trees ? { rows: plan.trees.rows, trees: plan.trees.boost.trees } : null,
      families: [...families],
    },
    seconds,
  };
}

/** Items that have a loss. */
const scoredOf = (loss: Float64Array) => loss.reduce((sum, it) => sum + (Number.isNaN(it) ? 0 : 1), 0);

function comparison(ours: Float64Array, baseline: Float64Array) {
  let betterItems = 0;
  let comparedItems = 0;
  for (let i = 0; i < ours.length; i++) {
    if (Number.isNaN(ours[i]!) || Number.isNaN(baseline[i]!)) continue;
    comparedItems++;
    if (ours[i]! < baseline[i]!) betterItems++;
  }
  return { betterItems, comparedItems };
}

/** The latest timestamp that training of a window saw. */
function cutoffOf(frame: TrainingFrame, rows: Int32Array): string {
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows.length; i++) if (rows[i]! > 0) last = Math.max(last, frame.start[i]! + rows[i]! - 1);
  return formatPeriod(frame.axis, last);
}

function setAside(frame: TrainingFrame, plan: TrainingPlan): TrainingReport['setAside'] {
  const list: TrainingReport['setAside'] = [];
  for (let i = 0; i < frame.items.length; i++) {
    const rows = plan.values[i]!;
    if (rows >= plan.minRows) continue;
    list.push({
      item: frame.items[i]!,
      rows,
      reason: rows === 0 ? 'no value in the past' : `${counted(rows, 'value')}, fewer than ${plan.minRows}`,
      treatment:
        rows === 0
          ? 'forecast from items with like attributes, with wide quantiles'
          : 'forecast by the pooled regression from items with like attributes and its own few values, with wide quantiles',
    });
  }
  return list;
}

function windowNotes(frame: TrainingFrame, plan: TrainingPlan): string[] {
  const { windows, horizon } = plan;
  if (windows.length === 0) {
    return ['No window could be held out: the series are too short. Weights are equal and no score is given.'];
  }
  const notes: string[] = [];
  const steps = windows[0]!.steps;
  if (steps < horizon)
    notes.push(
      `Backtests look ${counted(steps, 'step')} ahead instead of ${horizon}: the series are too short for more.`,
    );
  if (windows.length === 1)
    notes.push(
      'Only one window could be held out; it is the test, so weights are equal. Nothing before it tells how far forecasts err, so their quantiles and mean are not scored.',
    );
  const short = frame.items.length - plan.values.filter((it) => it >= plan.minRows).length;
  if (short > 0) {
    const [have, their] = short === 1 ? ['has', 'its'] : ['have', 'their'];
    notes.push(
      `${short} of ${counted(frame.items.length, 'item')} ${have} too little history for models of ${their} own.`,
    );
  }
  return notes;
}
