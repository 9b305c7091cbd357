import type { TrainingFrame } from '@tandem/data-model';
import type { ItemCandidate } from '../candidates/candidate.ts';
import { pooledRegression } from '../candidates/pooled-regression.ts';
import { isTried, itemCandidates } from '../candidates/registry.ts';
import { sampleWindows, type TrainingPlan } from '../plan.ts';
import { evenly } from '../regression/fit.ts';
import type { RunControl } from '../run-control.ts';
import type { FitResult, FitTask } from '../tasks.ts';
import { treesWork } from './grow-trees.ts';
import { windowTask } from './regressions.ts';
import { candidateWork, type Span, seriesPlan, windowSpans } from './spans.ts';

/** Seconds of one thread, measured on this panel and machine. */
export interface Rates {
  /** To fit the pooled regression on an item, and to forecast the item by it; `once` for a fit, however few its items. */
  readonly regression: Rate & { readonly once: number };
  /** The same of each family that fits items on their own. */
  readonly families: ReadonlyMap<string, Rate>;
  /** To make a row of features, and to grow one tree over a row. */
  readonly trees: { readonly row: number; readonly rowTree: number } | undefined;
}

export interface Rate {
  readonly fit: number;
  readonly predict: number;
}

/** Items on which rates are measured, by how long the limit is. */
const itemsFor = (seconds: number) => Math.min(Math.max(Math.round(seconds / 2), 16), 200);
/** Share of the time left that measuring may take, about: what would take more is not measured. */
const measureShare = 0.12;
/** Share of the time left to measure that one family may take. */
const familyShare = 0.4;
const fewestItems = 2;
const pilotRows = 4000;
const pilotTrees = [2, 10] as const;

/**
 * Fits a few items by everything in one window, on each thread and then once more where there is time, as code runs
 * slowly at first; the quickest counts. Each next family is measured on as many items as there is time for, by what the
 * cheaper ones took for their `cost`; one for which there is none is taken to cost as much more as that says. What is
 * measured decides how much is tried, never what is fitted.
 */
export async function measureRates(frame: TrainingFrame, plan: TrainingPlan, run: RunControl): Promise<Rates> {
  const until = run.secondsUsed() + measureShare * (run.deadline - run.secondsUsed());
  const pilot = sampleWindows(plan, plan.windows.length, itemsFor(run.deadline));
  const n = pilot.tested.length;
  const once = async (task: FitTask): Promise<{ quickest: FitResult; took: number }> => {
    const planned = { task, detail: 'measures how long an item takes', weight: 0 };
    const copies = Array.from({ length: run.threads }, () => planned);
    const begun = run.secondsUsed();
    const results = (await run.runAll('plan', copies, Number.POSITIVE_INFINITY))!;
    return { quickest: results.reduce(quicker), took: run.secondsUsed() - begun };
  };
  const measure = async (task: FitTask): Promise<FitResult> => {
    const { quickest, took } = await once(task);
    return run.secondsUsed() + took > until ? quickest : quicker(quickest, (await once(task)).quickest);
  };
  const w = Math.max(
    pilot.windows.findLastIndex(({ use }) => use === 'weights'),
    0,
  );
  const onSome = (some: TrainingPlan) => measure(windowTask(frame, some, some.forms.length - 1, w).task);
  const regression = await onSome(pilot);
  const larger = sampleWindows(plan, plan.windows.length, 4 * n);
  const isLargerInTime = run.secondsUsed() + 8 * secondsOf(regression) < until;
  const more = isLargerInTime ? larger.tested.length - n : 0;
  const slope = more > 0 ? Math.max(((await onSome(larger)).fitSeconds - regression.fitSeconds) / more, 0) : 0;
  const fitEach = slope > 0 ? Math.min(slope, regression.fitSeconds / n) : regression.fitSeconds / n;
  const ofRegression = {
    fit: fitEach,
    predict: regression.predictSeconds / n,
    once: regression.fitSeconds - n * fitEach,
  };
  const fit = regression.fit!;
  const fits = pilot.windows.map(() => fit);
  const span = windowSpans(pilot, fits)[w]!;
  const trees = await treeRates(pilot, span, measure, () => run.secondsUsed() < until);
  const series = seriesPlan(pilot, fit.design);
  const families = new Map<string, Rate>();
  let unit = (ofRegression.fit + ofRegression.predict) / pooledRegression.cost;
  for (const { name, cost } of byCost(itemCandidates.filter((it) => isTried(it, plan.effort)))) {
    // Two rounds.
    const allowed = (familyShare * (until - run.secondsUsed())) / (2 * cost * unit);
    const items = Int32Array.from(evenly(Array.from(pilot.tested), Math.max(Math.floor(allowed), 0)));
    if (items.length < Math.min(fewestItems, n)) {
      families.set(name, { fit: cost * unit, predict: 0 });
      run.log(`${name} was not measured: there is too little time. It is taken to last ${cost} times as long as ETS.`);
      continue;
    }
    const found = await measure(candidateWork(pilot, series, name, span, items));
    families.set(name, { fit: found.fitSeconds / items.length, predict: found.predictSeconds / items.length });
    // Of the cheapest families, what comes with every item takes most of the time.
    if (cost >= leastTelling) unit = Math.max(unit, secondsOf(found) / items.length / cost);
  }
  return { regression: ofRegression, families, trees };
}

/** The least cost of a family whose time tells that of costlier ones. */
const leastTelling = 0.1;

const byCost = (families: readonly ItemCandidate[]) => [...families].sort((a, b) => a.cost - b.cost);

const secondsOf = ({ fitSeconds, predictSeconds }: FitResult) => fitSeconds + predictSeconds;
const quicker = (a: FitResult, b: FitResult) => (secondsOf(b) < secondsOf(a) ? b : a);

/** Undefined where there is no time to measure them, or no trees. */
async function treeRates(
  pilot: TrainingPlan,
  span: Span,
  measure: (task: FitTask) => Promise<FitResult>,
  hasTime: () => boolean,
): Promise<Rates['trees']> {
  if (!pilot.trees) return undefined;
  const seconds: number[] = [];
  for (const trees of pilotTrees) {
    if (!hasTime()) return undefined;
    const size = { ...pilot.trees, rows: pilotRows, boost: { ...pilot.trees.boost, trees } };
    const task = { ...treesWork(pilot, span, size, 0), steps: 0 };
    seconds.push((await measure(task)).fitSeconds);
  }
  const [few, many] = seconds as [number, number];
  const rows = Math.min(
    pilotRows,
    Math.max(
      pilot.tested.reduce((sum, i) => sum + span.rows[i]!, 0),
      1,
    ),
  );
  const tree = Math.max(many - few, 0) / (pilotTrees[1] - pilotTrees[0]);
  return { row: Math.max(few - pilotTrees[0] * tree, 0.2 * few) / rows, rowTree: tree / rows };
}
