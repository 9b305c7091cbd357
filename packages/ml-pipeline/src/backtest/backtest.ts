import type { TrainingFrame } from '@tandem/data-model';
import type { CompletedPlan } from '@tandem/data-model/contract';
import type { CandidateCard, ItemCandidate } from '../candidates/candidate.ts';
import { importedModelName } from '../candidates/imported-model.ts';
import { pooledRegression } from '../candidates/pooled-regression.ts';
import { baselineName, candidateCards, isTried, itemCandidates, treesCandidates } from '../candidates/registry.ts';
import type { SeriesPlan } from '../frame/item-series.ts';
import type { TrainingPlan } from '../plan.ts';
import { evenly } from '../regression/fit.ts';
import type { PlannedTask, RunControl } from '../run-control.ts';
import type { FitResult } from '../tasks.ts';
import { familyWork } from './expected-work.ts';
import { growTrees } from './grow-trees.ts';
import { join } from './join.ts';
import type { Regressions } from './regressions.ts';
import { scaledErrors } from './scaled-errors.ts';
import { candidateWork, chunksOf, type Span, seriesPlan, windowSpans } from './spans.ts';
import { testImported } from './test-imported.ts';
import type { Backtested, BacktestedCandidate } from './tested.ts';

/** How far each family was tested, in the order of trial. */
export type Trials = readonly Omit<CompletedPlan['families'][number], 'weighed'>[];

/** A family this much cheaper than ETS is not worth a trial on a sample. */
const cheap = 0.2;
/** A sample is a sixth of the tested items, where there are enough. */
const sampleShare = 6;
const leastSample = 100;
/**
 * A family whose sample has a loss larger by so much than the best one's gets no weight in the end, or too little for
 * its time where it costs twice as much as ETS and more.
 */
const hopeless = (cost: number) => (cost >= 2 ? 1.08 : 1.25);

/**
 * Tests every family on the tested items at every cutoff, the quickest first. One that takes long is tried on a sample
 * in the last window that gives weights, and stops there where it is far behind (successive halving: Karnin, Koren &
 * Somekh (2013), Almost optimal exploration in multi-armed bandits).
 */
export async function backtest(
  frame: TrainingFrame,
  plan: TrainingPlan,
  regressions: Regressions,
  run: RunControl,
): Promise<{ backtested: Backtested; trials: Trials }> {
  const series = seriesPlan(plan, regressions.final.design);
  const spans = windowSpans(plan, regressions.fits);
  const families = itemCandidates.filter((it) => isTried(it, plan.effort));
  const until = timeForTests(run);
  const notes: string[] = [];
  const trials: Trials[number][] = [];
  const found = new Map<string, BacktestedCandidate>();
  const { medians, fitSeconds, predictSeconds } = regressions;
  found.set(pooledRegression.name, { card: pooledRegression, windows: medians, fitSeconds, predictSeconds });
  const note = (text: string) => {
    notes.push(text);
    run.log(text);
  };
  const trialOf = (name: string) => run.given?.families.find((it) => it.name === name)?.tested;
  const isGiven = (name: string) => !run.given || trialOf(name) !== undefined;
  const lateOut = (title: string) =>
    note(`${title} was left out: the time limit would not have let it finish all windows.`);

  // It was brought to be tried, so it comes first, in half of the time at most.
  const half = run.isTimed ? 0.5 * (until + run.secondsUsed()) : until;
  const asked = isGiven(importedModelName) ? await testImported(frame, plan, spans, run, half) : undefined;
  if (asked && 'tested' in asked) {
    trials.push({ name: importedModelName, tested: 'all', source: asked.tested.card.source });
    found.set(importedModelName, asked.tested);
    run.log(`${asked.tested.card.title}: tested in ${plan.windows.length} windows`);
  } else if (asked) note(asked.leftOut);
  for (const [f, candidate] of families.entries()) {
    run.expect(familyWork(frame, plan, families.slice(f)));
    if (!isGiven(candidate.name)) continue;
    if (trialOf(candidate.name) === 'sample') {
      trials.push({ name: candidate.name, tested: 'sample' });
      note(`${candidate.title} was left out: the plan stops it after a sample.`);
      continue;
    }
    const isBaseline = candidate.name === baselineName;
    const sample = candidate.cost >= cheap && !isBaseline && !run.given ? sampleOf(plan) : undefined;
    if (sample) {
      const medians = await sampleMedians(plan, candidate, series, spans[sample.window]!, sample.places, run, until);
      if (!medians) {
        lateOut(candidate.title);
        continue;
      }
      const others = [...found.values()].map((it) => picked(plan, sample, it.windows[sample.window]!));
      if (isFarBehind(frame, plan, sample, hopeless(candidate.cost), medians, others)) {
        trials.push({ name: candidate.name, tested: 'sample' });
        note(`${candidate.title} was left out: on ${sample.places.length} items it was far behind.`);
        continue;
      }
    }
    const tasks = spans.flatMap((span) => chunkTasks(plan, series, candidate, span, plan.tested));
    const results = await run.runAll(candidate.name, tasks, isBaseline ? Number.POSITIVE_INFINITY : until);
    if (!results) {
      if (sample) trials.push({ name: candidate.name, tested: 'sample' });
      lateOut(candidate.title);
      continue;
    }
    const tested = joined(plan, candidate, results);
    if (spans.length > 0 && tested.windows.every((it) => it.every(Number.isNaN))) {
      run.log(`${candidate.title}: no item is of the kind that it forecasts`);
      continue;
    }
    trials.push({ name: candidate.name, tested: 'all' });
    found.set(candidate.name, tested);
    run.log(`${candidate.title}: tested in ${plan.windows.length} windows`);
  }
  // Untested, trees would have weight like the others, and they are the ones that go astray on little data.
  const growers = plan.trees && spans.length > 0 ? treesCandidates.filter(({ name }) => isGiven(name)) : [];
  const forests = await run.each(growers, (it) => growTrees(frame, plan, it, plan.trees!, spans, run, until));
  for (const [g, candidate] of growers.entries()) {
    const { name, title } = candidate;
    const grown = forests[g];
    if (!grown) lateOut(title);
    else if (grown.length < spans.length) run.log(`${title}: too few rows to learn from`);
    else {
      trials.push({ name, tested: 'all' });
      found.set(name, {
        card: cardOf(candidate),
        windows: grown.map((it) => it.medians),
        heldOut: grown.at(-1)?.trees,
        fitSeconds: sumOf(grown, 'fitSeconds'),
        predictSeconds: sumOf(grown, 'predictSeconds'),
      });
      run.log(`${title}: tested in ${plan.windows.length} windows`);
    }
  }
  return {
    backtested: {
      candidates: [...candidateCards.map(({ name }) => name), importedModelName].flatMap(
        (name) => found.get(name) ?? [],
      ),
      windows: regressions.fits,
      regression: regressions.final,
      series,
      notes,
    },
    trials,
  };
}

/** Of what is left after the regression, a quarter is kept for weights and the fits on all data. */
const timeForTests = (run: RunControl) =>
  run.isTimed ? run.deadline - 0.25 * (run.deadline - run.secondsUsed()) : Number.POSITIVE_INFINITY;

interface Sample {
  /** Places among the tested items. */
  readonly places: readonly number[];
  readonly window: number;
}

function sampleOf({ tested, windows }: TrainingPlan): Sample | undefined {
  const window = windows.findLastIndex(({ use }) => use === 'weights');
  if (window < 0 || tested.length < sampleShare * leastSample) return undefined;
  return { places: evenly(Array.from(tested.keys()), Math.ceil(tested.length / sampleShare)), window };
}

async function sampleMedians(
  plan: TrainingPlan,
  candidate: ItemCandidate,
  series: SeriesPlan,
  span: Span,
  places: readonly number[],
  run: RunControl,
  until: number,
): Promise<Float64Array | undefined> {
  const items = Int32Array.from(places, (p) => plan.tested[p]!);
  const results = await run.runAll(candidate.name, chunkTasks(plan, series, candidate, span, items), until);
  return results && join(results, 'medians', items.length * span.steps);
}

/** Medians of a sample, from those of all tested items. */
function picked(plan: TrainingPlan, { places, window }: Sample, medians: Float64Array): Float64Array {
  const { steps } = plan.windows[window]!;
  const out = new Float64Array(places.length * steps);
  places.forEach((p, k) => {
    out.set(medians.subarray(p * steps, (p + 1) * steps), k * steps);
  });
  return out;
}

/** Whether another family, where both forecast the same rows, has a far smaller loss. */
function isFarBehind(
  frame: TrainingFrame,
  plan: TrainingPlan,
  { places, window }: Sample,
  far: number,
  medians: Float64Array,
  others: readonly Float64Array[],
): boolean {
  const { rows, steps } = plan.windows[window]!;
  const sumAndCount = (of: Float64Array) => {
    const sums = new Float64Array(2);
    places.forEach((p, k) => {
      const i = plan.tested[p]!;
      const errors = scaledErrors(frame, i, rows[i]!, steps, plan.scaleSeason);
      errors.add(of.subarray(k * steps, (k + 1) * steps), sums, 0);
    });
    return sums;
  };
  const [own, count] = sumAndCount(medians) as unknown as [number, number];
  return others.some((other) => {
    const [sum, same] = sumAndCount(other.map((it, k) => (Number.isNaN(medians[k]!) ? Number.NaN : it)));
    return same === count && own > far * sum!;
  });
}

/** Tasks that fit one family on some items at one cutoff. */
export const chunkTasks = (
  plan: TrainingPlan,
  series: SeriesPlan,
  candidate: ItemCandidate,
  span: Span,
  items: Int32Array,
): PlannedTask[] =>
  chunksOf(items.length).map(({ from, to }) => ({
    task: candidateWork(plan, series, candidate.name, span, items.subarray(from, to)),
    detail: `${candidate.title}, ${span.detail}`,
    weight: (to - from) * candidate.cost,
  }));

/** Joins the chunks of one candidate, in the order of windows and items. */
function joined(plan: TrainingPlan, card: CandidateCard, results: readonly FitResult[]): BacktestedCandidate {
  const chunks = results.length / Math.max(plan.windows.length, 1);
  return {
    card: cardOf(card),
    windows: plan.windows.map(({ steps }, w) =>
      join(results.slice(w * chunks, (w + 1) * chunks), 'medians', plan.tested.length * steps),
    ),
    fitSeconds: sumOf(results, 'fitSeconds'),
    predictSeconds: sumOf(results, 'predictSeconds'),
  };
}

/** A card without the functions of its candidate, which no thread could be sent. */
const cardOf = (card: CandidateCard): CandidateCard =>
  Object.fromEntries(
    Object.entries(card).filter(([, value]) => typeof value !== 'function'),
  ) as unknown as CandidateCard;

const sumOf = (
  results: readonly Pick<FitResult, 'fitSeconds' | 'predictSeconds'>[],
  key: 'fitSeconds' | 'predictSeconds',
) => results.reduce((sum, it) => sum + it[key], 0);
