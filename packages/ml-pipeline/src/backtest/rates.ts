import type { TrainingFrame } from '@tandem/data-model';
import { isTried, itemCandidates } from '../candidates/registry.ts';
import { sampleWindows, type TrainingPlan } from '../plan.ts';
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

/** Items on which rates are measured, by how long the limit is: measuring takes some hundredths of it. */
const itemsFor = (seconds: number) => Math.min(Math.max(Math.round(seconds / 2), 16), 200);
const pilotRows = 4000;
const pilotTrees = [2, 10] as const;

/**
 * Fits a few items by everything in one window, several times on each thread, as code runs slowly at first; the
 * quickest counts. What is measured decides how much is tried, never what is fitted.
 */
export async function measureRates(frame: TrainingFrame, plan: TrainingPlan, run: RunControl): Promise<Rates> {
  const pilot = sampleWindows(plan, plan.windows.length, itemsFor(run.deadline));
  const n = pilot.tested.length;
  const quickest = async (task: FitTask): Promise<FitResult> => {
    const planned = { task, detail: 'measures how long an item takes', weight: 0 };
    const copies = Array.from({ length: 2 * run.threads }, () => planned);
    const results = (await run.runAll('plan', copies, Number.POSITIVE_INFINITY))!;
    return results.reduce((a, b) => (b.fitSeconds + b.predictSeconds < a.fitSeconds + a.predictSeconds ? b : a));
  };
  const rateOf = ({ fitSeconds, predictSeconds }: FitResult): Rate => ({
    fit: fitSeconds / n,
    predict: predictSeconds / n,
  });
  const w = Math.max(
    pilot.windows.findLastIndex(({ use }) => use === 'weights'),
    0,
  );
  const onSome = (some: TrainingPlan) => quickest(windowTask(frame, some, some.forms.length - 1, w).task);
  const regression = await onSome(pilot);
  const larger = sampleWindows(plan, plan.windows.length, 4 * n);
  const more = larger.tested.length - n;
  const slope = more > 0 ? Math.max(((await onSome(larger)).fitSeconds - regression.fitSeconds) / more, 0) : 0;
  const fitEach = slope > 0 ? Math.min(slope, regression.fitSeconds / n) : regression.fitSeconds / n;
  const once = regression.fitSeconds - n * fitEach;
  const fit = regression.fit!;
  const fits = pilot.windows.map(() => fit);
  const span = windowSpans(pilot, fits)[w]!;
  const series = seriesPlan(pilot, fit.design);
  const families = new Map<string, Rate>();
  for (const { name } of itemCandidates.filter((it) => isTried(it, plan.effort)))
    families.set(name, rateOf(await quickest(candidateWork(pilot, series, name, span, pilot.tested))));
  const ofRegression = { fit: fitEach, predict: rateOf(regression).predict, once };
  return { regression: ofRegression, families, trees: await treeRates(pilot, span, quickest) };
}

async function treeRates(
  pilot: TrainingPlan,
  span: Span,
  quickest: (task: FitTask) => Promise<FitResult>,
): Promise<Rates['trees']> {
  if (!pilot.trees) return undefined;
  const seconds: number[] = [];
  for (const trees of pilotTrees) {
    const size = { ...pilot.trees, rows: pilotRows, boost: { ...pilot.trees.boost, trees } };
    const task = { ...treesWork(pilot, span, size, 0), steps: 0 };
    seconds.push((await quickest(task)).fitSeconds);
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
