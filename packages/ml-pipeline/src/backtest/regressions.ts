import type { TrainingFrame } from '@tandem/data-model';
import { pooledRegression } from '../candidates/pooled-regression.ts';
import type { TrainingPlan } from '../plan.ts';
import { designOf, type RegressionForm } from '../regression/design.ts';
import type { RegressionFit } from '../regression/panel.ts';
import type { PlannedTask, RunControl } from '../run-control.ts';
import type { TaskResult } from '../tasks.ts';
import { pointsOf } from './points.ts';

/** The pooled regression in its best form: at each window's cutoff, and on all data. */
export interface Regressions {
  readonly windows: readonly TaskResult[];
  readonly final: RegressionFit;
  readonly fitSeconds: number;
  /** What was left out for want of time. */
  readonly notes: readonly string[];
  /** Fits that were made. */
  readonly tasks: number;
}

/**
 * Fits each form at each cutoff, and chooses the one with the least scaled error in the windows that give weights.
 */
export async function fitRegressions(frame: TrainingFrame, plan: TrainingPlan, run: RunControl): Promise<Regressions> {
  const designs = plan.forms.map((form) =>
    designOf(frame.axis, plan.codes, form, plan.columnSeason, plan.trendUnit, plan.horizon),
  );
  const { longSeasons, minRows, memory, windows } = plan;
  const task = (d: number, w: number): PlannedTask => {
    const { rows, steps, use } = windows[w] ?? { rows: frame.history, steps: 0, use: 'all' };
    const where = use === 'all' ? 'all data' : `window ${w + 1} of ${windows.length}`;
    return {
      task: { kind: 'regression', design: designs[d]!, rows, minRows, longSeasons, memory, steps, halfLives },
      detail: `pooled regression, form ${d + 1} of ${designs.length}, ${where}`,
      weight: frame.items.length * pooledRegression.cost,
    };
  };
  const early = windows.flatMap(({ use }, w) => (use === 'weights' ? [w] : []));
  const late = [...windows.flatMap(({ use }, w) => (use === 'test' ? [w] : [])), windows.length];
  run.plan((designs.length * early.length + late.length) * frame.items.length * pooledRegression.cost * 5);
  const byForm: TaskResult[][] = [];
  const notes: string[] = [];
  for (let d = 0; d < designs.length; d++) {
    const until = d === 0 ? Number.POSITIVE_INFINITY : timeForForms;
    const planned = early.map((w) => task(d, w));
    const results = await run.runAll('pooled-regression', planned, until);
    if (!results) {
      notes.push(`The pooled regression was not tried ${describeForm(plan.forms[d]!)}: the time limit is too near.`);
      break;
    }
    byForm.push(results);
  }
  const tried = byForm.flatMap((results, d) =>
    halfLives.map((halfLife, l) => {
      const windowsOf = results.map((it) => withHalfLife(it, l));
      const credit = plan.yearSeenAgain && plan.forms[d]!.commonWaves > 0 ? yearCredit : 1;
      const handicap = credit * (l === usual ? 1 : unusual);
      return { d, l, halfLife, windows: windowsOf, loss: handicap * validationLoss(frame, plan, windowsOf) };
    }),
  );
  const best = tried.reduce((a, b) => (b.loss < a.loss ? b : a), tried[usual]!);
  run.log(
    `Pooled regression: ${describeForm(plan.forms[best.d]!)}, a level with a half-life of ${best.halfLife} steps, was best on the windows before the test`,
  );
  const last = late.map((w) => task(best.d, w));
  const rest = (await run.runAll('pooled-regression', last, Number.POSITIVE_INFINITY))!;
  const chosen = [...best.windows, ...rest.map((it) => withHalfLife(it, best.l))];
  return {
    windows: chosen.slice(0, windows.length),
    final: chosen[windows.length]!.fit!,
    fitSeconds: [...byForm.flat(), ...rest].reduce((sum, it) => sum + it.fitSeconds, 0),
    tasks: byForm.flat().length + rest.length,
    notes,
  };
}

/** Half-lives of the recent level that are tried, in steps; the usual one stays where there is no window to tell. */
const halfLives = [1, 4, 16, 32, 64, 256];
const usual = halfLives.indexOf(32);
/** Another half-life must be better by 2 %: two or three windows tell little. */
const unusual = 1.02;

/** A regression's result under one of the half-lives. */
function withHalfLife(result: TaskResult, l: number): TaskResult {
  const size = result.medians.length / halfLives.length;
  const medians = result.medians.subarray(l * size, (l + 1) * size);
  return { ...result, medians, fit: { ...result.fit!, halfLife: halfLives[l]! } };
}

/** Share of the time limit after which no further form is tried. */
const timeForForms = 0.3;

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
function validationLoss(frame: TrainingFrame, plan: TrainingPlan, results: readonly TaskResult[]): number {
  let sum = 0;
  let count = 0;
  const early = { ...plan, windows: plan.windows.slice(0, results.length) };
  const { points, medians } = pointsOf(
    frame,
    early,
    results.map((it) => it.fit!),
    [results.map((it) => it.medians)],
  );
  for (let k = 0; k < points.count; k++) {
    const scale = points.scale[k]! > 0 ? points.scale[k]! : points.size[k]!;
    const e = Math.abs(points.actual[k]! - medians[0]![k]!) / scale;
    if (Number.isNaN(e)) continue;
    sum += Math.min(e, 20);
    count++;
  }
  return count > 0 ? sum / count : 0;
}
