import type { TrainingFrame } from '@tandem/data-model';
import type { TreesCandidate } from '../candidates/global-trees.ts';
import type { TrainingPlan } from '../plan.ts';
import { designOf } from '../regression/design.ts';
import type { RegressionFit } from '../regression/panel.ts';
import type { PlannedTask, RunControl } from '../run-control.ts';
import type { FitResult, TreesWork } from '../tasks.ts';
import { joinForests, type TreesFit, type TreesSize } from '../trees/fit-trees.ts';
import type { Span } from './spans.ts';

/** A family of trees at one cutoff. */
export interface GrownTrees {
  readonly trees: TreesFit;
  /** Mean of its forests' medians, shape (tested items, steps). */
  readonly medians: Float64Array;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

/**
 * Grows all forests of a family at some cutoffs, a task for each, after the regressions that they stand on.
 *
 * @returns one for each cutoff, none where there are too few rows to learn from; undefined where time ran out
 */
export async function growTrees(
  frame: TrainingFrame,
  plan: TrainingPlan,
  candidate: TreesCandidate,
  size: TreesSize,
  spans: readonly Span[],
  run: RunControl,
  until: number,
): Promise<readonly GrownTrees[] | undefined> {
  const weight = (plan.tested.length * candidate.cost) / (size.forests + 1);
  const named = ({ detail }: Span) => `${candidate.title}, ${detail}`;
  const fits = await regressionsOf(frame, plan, candidate, spans, run, until, (span) => ({
    detail: named(span),
    weight,
  }));
  if (!fits) return undefined;
  const tasks = spans.flatMap((span, s) =>
    Array.from({ length: size.forests }, (_, forest): PlannedTask => {
      const task = treesWork(plan, { ...span, fit: fits[s]! }, size, forest);
      return { task, detail: named(span), weight };
    }),
  );
  const results = await run.runAll(candidate.name, tasks, until);
  if (!results) return undefined;
  if (results.some(({ trees }) => !trees)) return [];
  return spans.map((_, s) => joined(results.slice(s * size.forests, (s + 1) * size.forests)));
}

function joined(results: readonly FitResult[]): GrownTrees {
  const medians = new Float64Array(results[0]!.medians.length);
  for (const it of results) for (let k = 0; k < medians.length; k++) medians[k]! += it.medians[k]! / results.length;
  return {
    trees: joinForests(results.map(({ trees }) => trees!)),
    medians,
    fitSeconds: results.reduce((sum, it) => sum + it.fitSeconds, 0),
    predictSeconds: results.reduce((sum, it) => sum + it.predictSeconds, 0),
  };
}

/** The regression that a family stands on at each cutoff: the span's own where its form is that. */
async function regressionsOf(
  frame: TrainingFrame,
  plan: TrainingPlan,
  candidate: TreesCandidate,
  spans: readonly Span[],
  run: RunControl,
  until: number,
  describe: (span: Span) => Pick<PlannedTask, 'detail' | 'weight'>,
): Promise<readonly RegressionFit[] | undefined> {
  const { codes, columnSeason, horizon, longSeasons, memory, minRows, scaleSeason, trendUnit } = plan;
  const best = spans[0]!.fit.design.form;
  const form = candidate.formOf(best);
  if (JSON.stringify(form) === JSON.stringify(best)) return spans.map(({ fit }) => fit);
  const design = designOf(frame.axis, codes, form, columnSeason, trendUnit, horizon);
  const none = new Int32Array(0);
  const fixed = { kind: 'regression', design, minRows, longSeasons, memory, steps: 0, tested: none } as const;
  const results = await run.runAll(
    candidate.name,
    spans.map((span) => ({
      ...describe(span),
      task: { ...fixed, rows: span.rows, halfLives: [], scaleSeason },
    })),
    until,
  );
  return results?.map(({ fit }) => fit!);
}

/** The task that grows one forest on the regression of a span. */
export function treesWork(plan: TrainingPlan, { rows, steps, fit }: Span, size: TreesSize, forest: number): TreesWork {
  const { horizon, memory, minRows, seasons, seed, year, tested } = plan;
  const season = seasons[0] ?? 1;
  return {
    kind: 'trees',
    rows,
    steps,
    tested,
    minRows,
    horizon,
    seasons,
    year: year ? season * Math.round(year / season) : 0,
    memory,
    size,
    seed,
    forest,
    fit,
  };
}
