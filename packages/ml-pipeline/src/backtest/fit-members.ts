import type { TrainingFrame } from '@tandem/data-model';
import type { CompletedPlan } from '@tandem/data-model/contract';
import type { Member, Model } from '../artifact/model.ts';
import { importedModelName } from '../candidates/imported-model.ts';
import { baselineName, itemCandidates, treesCandidates } from '../candidates/registry.ts';
import type { Weighed } from '../ensemble/weigh.ts';
import type { TrainingPlan } from '../plan.ts';
import type { RunControl } from '../run-control.ts';
import { chunkTasks, type Trials } from './backtest.ts';
import { growTrees } from './grow-trees.ts';
import { join } from './join.ts';
import { wholeSpan } from './spans.ts';
import type { Backtested, BacktestedCandidate } from './tested.ts';

/** The ensemble, whole. */
export interface Fitted {
  readonly model: Model;
  readonly weighed: Weighed;
  /** What was weighed in the end, with notes. */
  readonly backtested: Backtested;
  readonly families: CompletedPlan['families'];
}

/**
 * Weighs the tested families, and fits on all data those that have weight. Where a family's fit would not be done in
 * time, the others are weighed without it.
 */
export async function fitMembers(
  frame: TrainingFrame,
  plan: TrainingPlan,
  tested: Backtested,
  trials: Trials,
  run: RunControl,
): Promise<Fitted> {
  const given = run.given?.families;
  let kept = tested.candidates.filter(({ card }) => given?.find(({ name }) => name === card.name)?.weighed !== false);
  const notes = [...tested.notes];
  for (;;) {
    const backtested = { ...tested, candidates: kept, notes };
    // Trees are large, and weights don't look at them.
    const sent = { ...backtested, candidates: kept.map(({ heldOut: _, ...it }) => it) };
    const weighed = (await run.one('ensemble', { kind: 'weigh', plan, tested: sent })) as Weighed;
    const late = run.isTimed ? tooLong(frame, plan, kept, weighed.weights, run) : undefined;
    const members = late ? late : await fitAll(frame, plan, backtested, weighed.model.members, run);
    if (typeof members !== 'string') {
      return {
        model: { ...weighed.model, items: frame.items, members },
        weighed,
        backtested,
        families: trials.map((it) => ({ ...it, weighed: kept.some(({ card }) => card.name === it.name) })),
      };
    }
    const { title } = kept.find(({ card }) => card.name === members)!.card;
    notes.push(`${title} was tested, and then left out: the time limit would not have let it be fitted on all items.`);
    run.log(notes.at(-1)!);
    kept = kept.filter(({ card }) => card.name !== members);
  }
}

const itemFamily = (name: string) => itemCandidates.find((it) => it.name === name);
const treesFamily = (name: string) => treesCandidates.find((it) => it.name === name);

/** The family with the least weight for its time, where all that have weight would not be fitted in time. */
function tooLong(
  frame: TrainingFrame,
  plan: TrainingPlan,
  kept: readonly BacktestedCandidate[],
  weights: Float64Array,
  run: RunControl,
): string | undefined {
  const n = frame.items.length;
  const passes = Math.max(plan.tested.length * plan.windows.length, 1);
  const costs = kept.flatMap(({ card, fitSeconds, predictSeconds }, c) => {
    if (!(weights[c]! > 0)) return [];
    const fit = itemFamily(card.name)
      ? (n * fitSeconds) / passes
      : treesFamily(card.name)
        ? fitSeconds / Math.max(plan.windows.length, 1)
        : 0;
    const predict = forecastWork(frame, plan, predictSeconds, run);
    return [{ name: card.name, weight: weights[c]!, seconds: (fit + predict) / threadsOf(card.name, run), fit }];
  });
  const all = costs.reduce((sum, it) => sum + it.seconds, 0);
  if (all <= run.deadline - run.secondsUsed()) return undefined;
  const droppable = costs.filter(
    ({ name, fit, seconds }) => (fit > 0 || (name === importedModelName && seconds > 0)) && name !== baselineName,
  );
  if (droppable.length === 0) return undefined;
  return droppable.reduce((a, b) => (b.weight / b.seconds < a.weight / a.seconds ? b : a)).name;
}

/** Estimated seconds of the forecast that has to come within the time limit; 0 where none has. */
export function forecastSeconds(
  frame: TrainingFrame,
  plan: TrainingPlan,
  { backtested, weighed }: Pick<Fitted, 'backtested' | 'weighed'>,
  run: Pick<RunControl, 'thenForecast' | 'threads'>,
): number {
  return backtested.candidates.reduce(
    (sum, { card, predictSeconds }, c) =>
      sum + (weighed.weights[c]! > 0 ? forecastWork(frame, plan, predictSeconds, run) / threadsOf(card.name, run) : 0),
    0,
  );
}

/** The imported model is asked by one process, whatever the threads. */
const threadsOf = (name: string, { threads }: Pick<RunControl, 'threads'>) =>
  name === importedModelName ? 1 : threads;

/** Seconds that one family's forecasts of all items take one thread, from those of its tests. */
function forecastWork(
  { items }: TrainingFrame,
  { tested, windows }: TrainingPlan,
  predictSeconds: number,
  { thenForecast }: Pick<RunControl, 'thenForecast'>,
): number {
  return thenForecast ? (items.length * predictSeconds) / Math.max(tested.length * windows.length, 1) : 0;
}

/** The members with their parameters; the name of a family where it was not done in time. */
async function fitAll(
  frame: TrainingFrame,
  plan: TrainingPlan,
  { regression, series }: Backtested,
  members: readonly Member[],
  run: RunControl,
): Promise<readonly Member[] | string> {
  const span = wholeSpan(frame, regression);
  const all = Int32Array.from(frame.items.keys());
  const families = members.flatMap(({ name }) => itemFamily(name) ?? treesFamily(name) ?? []);
  run.expect(all.length * families.reduce((sum, it) => sum + it.cost, 0));
  let late: string | undefined;
  const fitted = await run.each(members, async (member): Promise<Member> => {
    const candidate = itemFamily(member.name);
    const grower = treesFamily(member.name);
    const until = member.name === baselineName ? Number.POSITIVE_INFINITY : run.deadline;
    if (late !== undefined) return member;
    if (candidate) {
      const tasks = chunkTasks(plan, series, candidate, span, all);
      const results = await run.runAll(candidate.name, tasks, until);
      if (results) return { ...member, parameters: join(results, 'parameters', all.length * candidate.parameters) };
      late = member.name;
    } else if (grower && plan.trees) {
      const grown = await growTrees(frame, plan, grower, plan.trees, [span], run, until);
      if (grown?.[0]) return { ...member, trees: grown[0].trees };
      late = member.name;
    } else if (member.name === importedModelName && run.imported) {
      const { title, source, contextLength, steps, bytes } = run.imported;
      return { ...member, imported: { title, source, contextLength, steps, bytes: new Uint8Array(bytes) } };
    }
    return member;
  });
  return late ?? fitted;
}
