import type { TrainingFrame } from '@tandem/data-model';
import type { CandidateCard, ItemCandidate } from '../candidates/candidate.ts';
import { globalTrees } from '../candidates/global-trees.ts';
import { pooledRegression } from '../candidates/pooled-regression.ts';
import { candidateCards, isTried, itemCandidates } from '../candidates/registry.ts';
import type { Points } from '../ensemble/out-of-fold.ts';
import type { SeriesPlan } from '../frame/item-series.ts';
import type { TrainingPlan } from '../plan.ts';
import { commonWaveCount, designOf } from '../regression/design.ts';
import type { RegressionFit } from '../regression/panel.ts';
import type { PlannedTask, RunControl } from '../run-control.ts';
import type { TaskResult } from '../tasks.ts';
import type { TreesFit, TreesSize } from '../trees/fit-trees.ts';
import { pointsOf } from './points.ts';
import type { Regressions } from './regressions.ts';

/** What backtests showed: the rows that were scored, and each candidate's medians for them. */
export interface Tested {
  readonly points: Points;
  readonly candidates: readonly TestedCandidate[];
  readonly regression: RegressionFit;
  readonly series: SeriesPlan;
  readonly notes: readonly string[];
}

export interface TestedCandidate {
  readonly card: CandidateCard;
  /** Medians of the points, in their order. */
  readonly medians: Float64Array;
  /** Fitted on all data, shape (items, parameters); empty for the pooled regression. */
  readonly parameters: Float64Array;
  /** Of the global trees: fitted on all data. */
  readonly trees?: TreesFit;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

/**
 * Items in a task: small enough to cancel quickly and to balance threads, large enough that messages cost little.
 * Fixed, so that results do not depend on the threads.
 */
const chunkItems = 16;

/** Fits every family on every item at every cutoff and on all data, the quickest family first. */
export async function backtest(
  frame: TrainingFrame,
  plan: TrainingPlan,
  regressions: Regressions,
  run: RunControl,
): Promise<Tested> {
  const { design } = regressions.final;
  const series: SeriesPlan = {
    seasons: plan.seasons,
    horizon: plan.horizon,
    effort: plan.effort,
    adjust: plan.codes.length > 0 || commonWaveCount(design) > 0,
    scaleSeason: plan.scaleSeason,
  };
  const spans = plan.windows.length + 1;
  const families = itemCandidates.filter((it) => isTried(it, plan.effort));
  run.plan(
    frame.items.length *
      (regressions.tasks * pooledRegression.cost +
        spans * ((plan.trees ? globalTrees.cost : 0) + families.reduce((sum, it) => sum + it.cost, 0))),
  );
  const notes: string[] = [...regressions.notes];
  const found = new Map<string, Omit<TestedCandidate, 'medians'> & { windows: Float64Array[] }>();
  found.set(pooledRegression.name, {
    card: pooledRegression,
    windows: regressions.windows.map((it) => it.medians),
    parameters: new Float64Array(0),
    fitSeconds: regressions.fitSeconds,
    predictSeconds: regressions.windows.reduce((sum, it) => sum + it.predictSeconds, 0),
  });
  for (const candidate of families) {
    const results = await run.runAll(
      candidate.name,
      chunksOf(frame, plan, regressions, series, candidate),
      candidate === families[0] ? Number.POSITIVE_INFINITY : 1,
    );
    if (!results) {
      notes.push(`${candidate.title} was left out: the time limit would not have let it finish all windows.`);
      run.log(notes.at(-1)!);
      continue;
    }
    const gathered = gather(frame, plan, candidate, results);
    if (plan.windows.length > 0 && gathered.windows.every((it) => it.every(Number.isNaN))) {
      run.log(`${candidate.title}: no item is of the kind that it forecasts`);
      continue;
    }
    found.set(candidate.name, gathered);
    run.log(`${candidate.title}: fitted on ${plan.windows.length} windows and on all data`);
  }
  if (plan.trees) {
    const grown = await run.runAll(globalTrees.name, treesOf(frame, plan, regressions, plan.trees), 1);
    if (!grown) {
      notes.push(`${globalTrees.title} were left out: the time limit would not have let them finish all windows.`);
      run.log(notes.at(-1)!);
    } else if (grown.every(({ trees }) => trees)) {
      found.set(globalTrees.name, {
        card: globalTrees,
        windows: plan.windows.map((_, w) => grown[w]!.medians),
        parameters: new Float64Array(0),
        trees: grown[plan.windows.length]!.trees!,
        fitSeconds: grown.reduce((sum, it) => sum + it.fitSeconds, 0),
        predictSeconds: grown.reduce((sum, it) => sum + it.predictSeconds, 0),
      });
      run.log(`${globalTrees.title}: fitted on ${plan.windows.length} windows and on all data`);
    } else {
      run.log(`${globalTrees.title}: too few rows to learn from`);
    }
  }
  const kept = candidateCards.flatMap(({ name }) => found.get(name) ?? []);
  const { points, medians } = pointsOf(
    frame,
    plan,
    regressions.windows.map((it) => it.fit!),
    kept.map((it) => it.windows),
  );
  return {
    points,
    candidates: kept.map(({ windows: _, ...it }, c) => ({ ...it, medians: medians[c]! })),
    regression: regressions.final,
    series,
    notes,
  };
}

function chunksOf(
  frame: TrainingFrame,
  plan: TrainingPlan,
  { windows, final }: Regressions,
  series: SeriesPlan,
  candidate: ItemCandidate,
): PlannedTask[] {
  const spans = [
    ...plan.windows.map(({ rows, steps }, w) => ({
      rows,
      steps,
      fit: windows[w]!.fit!,
      detail: `window ${w + 1} of ${plan.windows.length}`,
    })),
    { rows: frame.history, steps: 0, fit: final, detail: 'all data' },
  ];
  const n = frame.items.length;
  return spans.flatMap(({ rows, steps, fit, detail }) =>
    Array.from({ length: Math.ceil(n / chunkItems) }, (_, k): PlannedTask => {
      const from = k * chunkItems;
      const to = Math.min(n, from + chunkItems);
      return {
        task: {
          kind: 'candidate',
          name: candidate.name,
          from,
          to,
          rows,
          minRows: plan.minRows,
          steps,
          plan: series,
          fit,
        },
        detail: `${candidate.title}, ${detail}`,
        weight: (to - from) * candidate.cost,
      };
    }),
  );
}

/** One task for each window, and one for all data. What comes again each year the trees find themselves, so that they err in other ways than the regression. */
function treesOf(
  frame: TrainingFrame,
  plan: TrainingPlan,
  { windows, final }: Regressions,
  size: TreesSize,
): PlannedTask[] {
  const { codes, columnSeason, horizon, longSeasons, memory, minRows, seasons, seed, trendUnit, year } = plan;
  const { form } = final.design;
  const yearly = form.commonWaves > 0 || form.itemWaves > 0;
  const design = designOf(
    frame.axis,
    codes,
    { ...form, commonWaves: 0, itemWaves: 0 },
    columnSeason,
    trendUnit,
    horizon,
  );
  const season = seasons[0] ?? 1;
  return [...plan.windows, { rows: frame.history, steps: 0 }].map(({ rows, steps }, w, all) => ({
    task: {
      kind: 'trees',
      rows,
      steps,
      minRows,
      horizon,
      seasons,
      year: year ? season * Math.round(year / season) : 0,
      memory,
      size,
      seed,
      regression: { design, rows, minRows, longSeasons, memory },
      ...(yearly ? {} : { fit: windows[w]?.fit ?? final }),
    },
    detail: `${globalTrees.title}, ${w + 1 < all.length ? `window ${w + 1} of ${plan.windows.length}` : 'all data'}`,
    weight: frame.items.length * globalTrees.cost,
  }));
}

/** Joins the chunks of one candidate, in item order. */
function gather(frame: TrainingFrame, plan: TrainingPlan, candidate: ItemCandidate, results: readonly TaskResult[]) {
  const n = frame.items.length;
  const chunks = Math.ceil(n / chunkItems);
  const join = (list: readonly TaskResult[], key: 'medians' | 'parameters', width: number) => {
    const out = new Float64Array(n * width);
    list.forEach((it, k) => {
      out.set(it[key], k * chunkItems * width);
    });
    return out;
  };
  return {
    card: candidate,
    windows: plan.windows.map(({ steps }, w) => join(results.slice(w * chunks, (w + 1) * chunks), 'medians', steps)),
    parameters: join(results.slice(plan.windows.length * chunks), 'parameters', candidate.parameters),
    fitSeconds: results.reduce((sum, it) => sum + it.fitSeconds, 0),
    predictSeconds: results.reduce((sum, it) => sum + it.predictSeconds, 0),
  };
}
