import type { TrainingFrame } from '@tandem/data-model';
import { pooledRegression } from '../candidates/pooled-regression.ts';
import { isTried, itemCandidates } from '../candidates/registry.ts';
import type { TrainingPlan } from '../plan.ts';
import { designOf, type RegressionForm } from '../regression/design.ts';
import type { RegressionTask } from '../regression/fit.ts';
import type { RegressionFit } from '../regression/panel.ts';
import type { PlannedTask, RunControl } from '../run-control.ts';
import type { FitResult } from '../tasks.ts';
import { familyWork, regressionWork } from './expected-work.ts';
import { chunksOf } from './spans.ts';

/** The pooled regression in its best form: at each window's cutoff, and on all data. */
export interface Regressions {
  readonly fits: readonly RegressionFit[];
  /** For each window: medians of shape (tested items, steps). */
  readonly medians: readonly Float64Array[];
  readonly final: RegressionFit;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
  /** Forms that were tried. */
  readonly forms: number;
}

/**
 * Fits each form at each cutoff, and chooses the one with the least scaled error in the windows that give weights.
 */
export async function fitRegressions(frame: TrainingFrame, plan: TrainingPlan, run: RunControl): Promise<Regressions> {
  const { windows } = plan;
  const early = windows.flatMap(({ use }, w) => (use === 'weights' ? [w] : []));
  const late = windows.flatMap(({ use }, w) => (use === 'test' ? [w] : []));
  const families = itemCandidates.filter((it) => isTried(it, plan.effort));
  run.expect(regressionWork(frame, plan) + familyWork(frame, plan, families));
  const byForm: FitResult[][] = [];
  for (let d = 0; d < plan.forms.length; d++) {
    const planned = early.map((w) => windowTask(frame, plan, d, w));
    byForm.push((await run.runAll(pooledRegression.name, planned, Number.POSITIVE_INFINITY))!);
  }
  const tried = byForm.flatMap((results, d) =>
    halfLives.map((halfLife, l) => {
      const credit = plan.yearSeenAgain && plan.forms[d]!.commonWaves > 0 ? yearCredit : 1;
      const handicap = credit * (l === usual ? 1 : unusual);
      return { d, l, halfLife, loss: handicap * meanLoss(results, l) };
    }),
  );
  const best = tried.reduce((a, b) => (b.loss < a.loss ? b : a), tried[usual]!);
  run.log(
    `Pooled regression: ${describeForm(plan.forms[best.d]!)}, a level with a half-life of ${best.halfLife} steps, was best on the windows before the test`,
  );
  const last = late.map((w) => windowTask(frame, plan, best.d, w));
  const tests = (await run.runAll(pooledRegression.name, last, Number.POSITIVE_INFINITY))!;
  const chosen = [...byForm[best.d]!, ...tests];
  const final = await fitWhole(frame, taskOf(frame, plan, best.d), run);
  return {
    fits: chosen.map((it) => ({ ...it.fit!, halfLife: best.halfLife })),
    medians: chosen.map((it) => mediansOf(it, best.l)),
    final: { ...final.fit, halfLife: best.halfLife },
    fitSeconds: [...byForm.flat(), ...tests].reduce((sum, it) => sum + it.fitSeconds, final.seconds),
    predictSeconds: chosen.reduce((sum, it) => sum + it.predictSeconds, 0),
    forms: plan.forms.length,
  };
}

/** Half-lives of the recent level that are tried, in steps; the usual one stays where there is no window to tell. */
const halfLives = [1, 4, 16, 32, 64, 256];
const usual = halfLives.indexOf(32);
/** Another half-life must be better by 2 %: two or three windows tell little. */
const unusual = 1.02;

const taskOf = (frame: TrainingFrame, plan: TrainingPlan, d: number): RegressionTask => ({
  design: designOf(frame.axis, plan.codes, plan.forms[d]!, plan.columnSeason, plan.trendUnit, plan.horizon),
  rows: frame.history,
  minRows: plan.minRows,
  longSeasons: plan.longSeasons,
  memory: plan.memory,
});

/** One form at the cutoff of one window. */
export function windowTask(frame: TrainingFrame, plan: TrainingPlan, d: number, w: number): PlannedTask {
  const { windows, forms, tested, scaleSeason } = plan;
  const { rows, steps } = windows[w]!;
  return {
    task: { ...taskOf(frame, plan, d), kind: 'regression', rows, steps, tested, halfLives, scaleSeason },
    detail: `pooled regression, form ${d + 1} of ${forms.length}, window ${w + 1} of ${windows.length}`,
    weight: tested.length * pooledRegression.cost,
  };
}

/** A form on all data, its items on all threads. */
async function fitWhole(frame: TrainingFrame, task: RegressionTask, run: RunControl) {
  const n = frame.items.length;
  const all = async (list: readonly PlannedTask[]) =>
    (await run.runAll(pooledRegression.name, list, Number.POSITIVE_INFINITY))!;
  const detail = 'pooled regression, all data';
  const [first] = await all([{ task: { ...task, kind: 'common' }, detail, weight: 0 }]);
  const common = first!.common!;
  const effects = await all(
    chunksOf(n).map(({ from, to }) => ({
      task: { ...task, kind: 'effects', common, from, to },
      detail,
      weight: (to - from) * pooledRegression.cost,
    })),
  );
  const [last] = await all([{ task: { ...task, kind: 'others', common }, detail, weight: 0 }]);
  return {
    fit: last!.fit!,
    seconds: [first!, ...effects, last!].reduce((sum, it) => sum + it.fitSeconds, 0),
  };
}

function mediansOf({ medians }: FitResult, l: number): Float64Array {
  const size = medians.length / halfLives.length;
  return medians.subarray(l * size, (l + 1) * size);
}

/**
 * At the windows' cutoffs the year had been seen for less long than it has been now: a form with it may err by 6 %
 * more there.
 */
const yearCredit = 1 / 1.06;

const describeForm = ({ commonWaves, trend }: RegressionForm) =>
  `${commonWaves > 0 ? 'with' : 'without'} a year${trend ? ' and a trend' : ''}`;

/**
 * Mean scaled absolute error in the windows that give weights; 0 where there are none, so that the first form stays.
 */
function meanLoss(results: readonly FitResult[], l: number): number {
  let sum = 0;
  let count = 0;
  for (const { losses } of results) {
    sum += losses![2 * l]!;
    count += losses![2 * l + 1]!;
  }
  return count > 0 ? sum / count : 0;
}
