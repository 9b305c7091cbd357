import type { TrainingFrame } from '@tandem/data-model';
import { treesCandidates } from '../candidates/registry.ts';
import { sampleWindows, type TrainingPlan } from '../plan.ts';
import type { RunControl } from '../run-control.ts';
import { measureRates, type Rates } from './rates.ts';

/** Shares of the time that backtests of the regression and the families may take, and all fits of trees. */
const testShare = 0.5;
const treesShare = 0.35;
/** Rates are off by as much. */
const margin = 1.25;
/** Tested items below which windows, and then forms of the regression, are given up first. */
const enoughItems = [1000, 200, 60, 1] as const;
const enoughWindows = 3;

/**
 * Makes a plan small enough for the time limit: fewer tested items, then fewer windows, then one form of the pooled
 * regression, and smaller trees. A plan to follow says all that itself.
 */
export async function fitToTime(frame: TrainingFrame, plan: TrainingPlan, run: RunControl): Promise<TrainingPlan> {
  const { given } = run;
  if (given) {
    const trees = plan.trees && given.trees ? sizedTrees(plan, given.trees.rows, given.trees.trees) : undefined;
    return { ...plan, forms: plan.forms.slice(0, given.forms), trees };
  }
  if (!run.isTimed || plan.windows.length === 0) return plan;
  const rates = await measureRates(frame, plan, run);
  const left = run.deadline - run.secondsUsed();
  const whole = wholeSeconds(frame, rates, run);
  const spare = Math.max(left - whole, 0.1 * left);
  const tested = testedInTime(plan, rates, run, (plan.trees ? testShare : testShare + 0.15) * spare);
  const fitted = { ...tested, trees: treesInTime(frame, tested, rates, run, treesShare * spare) };
  const { windows, forms, trees } = fitted;
  run.log(
    `${left.toFixed(0)} s are left: ${fitted.tested.length} items tested in ${windows.length} windows, ${forms.length} forms of the regression, ${trees ? `trees of ${trees.rows} rows` : 'no trees'}`,
  );
  return fitted;
}

/** Seconds that come whatever is tested: the regression on all items, and forecasts of all where they are wanted. */
function wholeSeconds(frame: TrainingFrame, { regression }: Rates, run: RunControl): number {
  const each = regression.fit + (run.thenForecast ? regression.predict : 0);
  return margin * (regression.once + (frame.items.length * each) / run.threads);
}

/** The largest test that `seconds` allow. */
function testedInTime(plan: TrainingPlan, rates: Rates, run: RunControl, seconds: number): TrainingPlan {
  const { regression, families } = rates;
  const of = ({ fit, predict }: { fit: number; predict: number }) => fit + predict;
  const ofFamilies = [...families.values()].reduce((sum, it) => sum + of(it), 0);
  const fits = (windows: number, tried: number) => 1 + (windows - 1) * tried;
  const ofItem = (windows: number, tried: number) =>
    (margin * (fits(windows, tried) * of(regression) + windows * ofFamilies)) / run.threads;
  const before = (windows: number, tried: number) => (margin * fits(windows, tried) * regression.once) / run.threads;
  const most = plan.windows.length;
  const few = Math.min(enoughWindows, most);
  const forms = plan.forms.length;
  const sizes = [
    [most, forms],
    [few, forms],
    [Math.min(2, most), forms],
    [Math.min(2, most), 1],
  ] as const;
  for (const [k, [windows, tried]] of sizes.entries()) {
    const items = Math.floor((seconds - before(windows, tried)) / ofItem(windows, tried));
    if (k + 1 < sizes.length && items < Math.min(enoughItems[k]!, plan.tested.length)) continue;
    return { ...sampleWindows(plan, windows, Math.max(items, leastItems)), forms: plan.forms.slice(0, tried) };
  }
  return plan;
}

/** However little time there is, so many items are tested. */
const leastItems = 16;

const shrinks = [1, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05] as const;

/** The largest trees that `seconds` allow; undefined where even small ones take longer. */
function treesInTime(
  frame: TrainingFrame,
  plan: TrainingPlan,
  { trees: rate, regression }: Rates,
  run: RunControl,
  seconds: number,
): TrainingPlan['trees'] {
  const { trees, windows, tested } = plan;
  if (!trees || !rate) return undefined;
  // Each family of trees stands on a regression of its own.
  const once = (windows.length + 1) * regression.once;
  const onItems =
    treesCandidates.length *
    (once +
      windows.length * tested.length * (regression.fit + regression.predict) +
      frame.items.length * regression.fit);
  for (const shrink of shrinks) {
    const size = sizedTrees(
      plan,
      Math.round(trees.rows * Math.sqrt(shrink)),
      Math.round(trees.boost.trees * Math.sqrt(shrink)),
    )!;
    const fit = size.rows * (rate.row + rate.rowTree * size.boost.trees);
    const forests = treesCandidates.length * size.forests;
    const rounds = Math.ceil((windows.length * forests) / run.threads) + Math.ceil(forests / run.threads);
    if (margin * (rounds * fit + onItems / run.threads) <= seconds) return size;
  }
  return undefined;
}

const sizedTrees = ({ trees }: TrainingPlan, rows: number, count: number): TrainingPlan['trees'] =>
  trees && { ...trees, rows, boost: { ...trees.boost, trees: count } };
