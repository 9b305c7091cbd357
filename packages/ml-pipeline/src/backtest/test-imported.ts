import type { TrainingFrame } from '@tandem/data-model';
import { hasContext, importedCard, runInBatches } from '../candidates/imported-model.ts';
import type { TrainingPlan } from '../plan.ts';
import type { ImportedCandidate, PlannedTask, RunControl } from '../run-control.ts';
import type { ImportedWork } from '../tasks.ts';
import { join } from './join.ts';
import { chunksOf, type Span } from './spans.ts';
import type { BacktestedCandidate } from './tested.ts';

/** Batches after which the time of the rest is told from theirs. */
const tellingBatches = 2;

/**
 * Asks an imported model for the tested items at every cutoff, a batch at a time; threads then bound what it says as they
 * do for any family. Medians are NaN for items with too little past for it, and for steps that it does not reach.
 *
 * @returns a sentence that says why, where it could not be tested; undefined where the run brings none
 */
export async function testImported(
  frame: TrainingFrame,
  plan: TrainingPlan,
  spans: readonly Span[],
  run: RunControl,
  until: number,
): Promise<{ readonly tested: BacktestedCandidate } | { readonly leftOut: string } | undefined> {
  const { imported } = run;
  if (!imported) return undefined;
  const { title, contextLength } = imported;
  const leftOut = (why: string) => ({ leftOut: `The imported model ${title} was left out: ${why}.` });
  if (spans.length === 0) return leftOut('no window could be held out to weigh it by');
  const tested = await askAll(frame, plan, imported, spans, run, until);
  if (!tested) return leftOut('the time limit would not have let it finish all windows');
  if (tested.windows.every((it) => it.every(Number.isNaN)))
    return leftOut(`no item has the ${contextLength} values before a window that it looks back on`);
  return { tested };
}

/** Undefined where `until` came first, or would. */
async function askAll(
  frame: TrainingFrame,
  plan: TrainingPlan,
  imported: ImportedCandidate,
  spans: readonly Span[],
  run: RunControl,
  until: number,
): Promise<BacktestedCandidate | undefined> {
  const card = importedCard(imported);
  const asked = spans.map(({ rows }) =>
    Array.from(plan.tested)
      .map((item) => ({ item, rows: rows[item]! }))
      .filter((it) => hasContext(frame, it.item, it.rows, imported.contextLength)),
  );
  const whole = asked.reduce((sum, it) => sum + it.length, 0);
  const begun = run.secondsUsed();
  const windows: Float64Array[] = [];
  let predictSeconds = 0;
  let before = 0;
  let batches = 0;
  for (const [w, span] of spans.entries()) {
    const started = run.secondsUsed();
    const inTime = async (done: number) => {
      const used = run.secondsUsed() - begun;
      const rest = batches >= tellingBatches ? (used * (whole - before - done)) / (before + done) : 0;
      batches++;
      return begun + used + rest <= until;
    };
    const said = await run.within(until, (signal) =>
      runInBatches(frame, asked[w]!, imported, imported.run, signal, inTime),
    );
    if (!said) return undefined;
    before += asked[w]!.length;
    predictSeconds += run.secondsUsed() - started;
    const tasks = boundTasks(plan, imported, span, asked[w]!, said, `${card.title}, ${span.detail}`);
    const results = await run.runAll(card.name, tasks, until);
    if (!results) return undefined;
    predictSeconds += results.reduce((sum, it) => sum + it.predictSeconds, 0);
    windows.push(join(results, 'medians', plan.tested.length * span.steps));
  }
  return { card, windows, fitSeconds: 0, predictSeconds };
}

function boundTasks(
  { tested, minRows }: TrainingPlan,
  { contextLength, steps: given }: ImportedCandidate,
  { rows, steps, fit }: Span,
  asked: readonly { readonly item: number }[],
  said: Float32Array,
  detail: string,
): PlannedTask[] {
  const place = new Map(asked.map(({ item }, k) => [item, k]));
  return chunksOf(tested.length).map(({ from, to }) => {
    const items = tested.slice(from, to);
    const ahead = new Float32Array(items.length * given);
    items.forEach((item, p) => {
      const k = place.get(item);
      if (k !== undefined) ahead.set(said.subarray(k * given, (k + 1) * given), p * given);
    });
    const task: ImportedWork = { kind: 'imported', items, rows, steps, minRows, fit, contextLength, given, ahead };
    return { task, detail, weight: 0 };
  });
}
