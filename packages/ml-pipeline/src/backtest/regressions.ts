import type { TrainingFrame } from '@tandem/data-model';
import type { TrainingPlan } from '../plan.ts';
import { designOf } from '../regression/design.ts';
import type { RegressionFit } from '../regression/panel.ts';
import type { PlannedTask, RunControl } from '../run-control.ts';
import type { TaskResult } from '../tasks.ts';
import { pointsOf } from './points.ts';

/** The pooled regression in its best form: at each window's cutoff, and on all data. */
export interface Regressions {
  readonly windows: readonly TaskResult[];
  readonly final: RegressionFit;
  readonly fitSeconds: number;
}

/** Fits each form at each cutoff, and chooses the one with the least scaled error in the windows that give weights. */
export async function fitRegressions(frame: TrainingFrame, plan: TrainingPlan, run: RunControl): Promise<Regressions> {
  const designs = plan.forms.map((form) =>
    designOf(frame.axis, plan.codes, form, plan.columnSeason, plan.trendUnit, plan.horizon),
  );
  const { longSeasons, minRows, memory, windows } = plan;
  const spans = [...windows, { rows: frame.history, steps: 0, use: 'all' }];
  const planned = designs.flatMap((design, d) =>
    spans.map(
      ({ rows, steps, use }, w): PlannedTask => ({
        task: { kind: 'regression', design, rows, minRows, longSeasons, memory, steps },
        detail: `pooled regression, form ${d + 1} of ${designs.length}, ${use === 'all' ? 'all data' : `window ${w + 1} of ${windows.length}`}`,
        weight: frame.items.length,
      }),
    ),
  );
  run.plan(planned.length * frame.items.length * 5);
  const results = (await run.runAll('pooled-regression', planned, false))!;
  const byForm = designs.map((_, d) => results.slice(d * spans.length, (d + 1) * spans.length));
  const losses = byForm.map((list) => validationLoss(frame, plan, list));
  const best = losses.indexOf(Math.min(...losses));
  const chosen = byForm[Math.max(best, 0)]!;
  return {
    windows: chosen.slice(0, windows.length),
    final: chosen[windows.length]!.fit!,
    fitSeconds: results.reduce((sum, it) => sum + it.fitSeconds, 0),
  };
}

function validationLoss(frame: TrainingFrame, plan: TrainingPlan, results: readonly TaskResult[]): number {
  let sum = 0;
  let count = 0;
  const windows = results.slice(0, plan.windows.length);
  const { points, medians } = pointsOf(
    frame,
    plan,
    windows.map((it) => it.fit!),
    [windows.map((it) => it.medians)],
  );
  for (let k = 0; k < points.count; k++) {
    const scale = points.scale[k]! > 0 ? points.scale[k]! : points.size[k]!;
    const e = Math.abs(points.actual[k]! - medians[0]![k]!) / scale;
    if (plan.windows[points.window[k]!]!.use === 'test' || Number.isNaN(e)) continue;
    sum += Math.min(e, 20);
    count++;
  }
  return count > 0 ? sum / count : 0;
}
