import { Cancelled } from '@tandem/data-model';
import type { CompletedPlan, Progress, TrainingJob } from '@tandem/data-model/contract';
import type { TaskRunner } from '@tandem/ports';
import type { ImportedModel, RunImported } from './candidates/imported-model.ts';
import type { CodedFrame } from './regression/panel.ts';
import type { FitResult, FitTask, Task, TaskResult } from './tasks.ts';

export interface TrainOptions {
  /**
   * Runs the tasks of `taskModule` over this frame; one that runs in place if not given. The caller closes its own.
   */
  readonly runner?: TaskRunner<Task, TaskResult>;
  readonly onProgress?: (progress: Progress) => void;
  readonly onLog?: (text: string) => void;
  readonly signal?: AbortSignal;
  /** Period of the seasonal difference by which scores are scaled; by frequency if not given. */
  readonly scaleSeason?: number;
  /** Milliseconds, rising; `performance.now` if not given. */
  readonly clock?: () => number;
  /** Seconds of the time limit that were used before, as by reading. */
  readonly secondsBefore?: number;
  /** Whether the time limit also has to hold a forecast of every item by `predictAll`. */
  readonly thenForecast?: boolean;
  /** A model that was trained elsewhere, as one more candidate; see docs/imported-models.md. */
  readonly imported?: ImportedCandidate;
}

/** An imported model with what runs it. */
export interface ImportedCandidate extends ImportedModel {
  readonly run: RunImported;
}

/**
 * One run's tasks: counts work done, tells progress, keeps the time limit and hands cancellation on.
 *
 * The limit is kept between tasks: those that wait are given up, and one that runs keeps its thread to its end, though
 * its result is not waited for. So a run may be late by the longest of its tasks, and a task's size is chosen before it
 * starts: chunks of items, and of regressions and forests, which are one task each, as many items, rows and trees as
 * measured rates allow. The first regression that is measured, on few items, has no such bound.
 */
export interface RunControl {
  readonly log: (text: string) => void;
  readonly secondsUsed: () => number;
  readonly threads: number;
  readonly thenForecast: boolean;
  /** Whether a clock decides what is left out: there is a limit, and no plan to follow. */
  readonly isTimed: boolean;
  /** A plan to follow. */
  readonly given: CompletedPlan | undefined;
  readonly imported: ImportedCandidate | undefined;
  /** Seconds after the start at which all but the report must be done; Infinity without a limit. */
  readonly deadline: number;
  /** What every thread takes over; see CodedFrame. */
  share(coded: CodedFrame): void;
  /** Runs one task that can't be left out. */
  one(step: string, task: Task): Promise<TaskResult>;
  /**
   * Runs tasks and gives their results in order; undefined where `until`, in seconds after the start, came before all
   * were done, or would. Infinity for tasks that can't be left out.
   */
  runAll(step: string, list: readonly PlannedTask[], until: number): Promise<FitResult[] | undefined>;
  /**
   * Does something for each of a list, and gives the results in its order: all at once, so that no thread waits for the
   * last task of one; within a time limit one after another, so that one is whole before the next begins.
   */
  each<T, R>(list: readonly T[], work: (it: T) => Promise<R>): Promise<R[]>;
  /**
   * Does work that runs elsewhere; undefined where `until`, in seconds after the start, came first: the work's signal is
   * aborted then, and where the run is cancelled.
   */
  within<T>(until: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
  /**
   * Lets the event loop turn, and gives whether the time limit leaves room for a little more, with `later` seconds of
   * work still to come; throws Cancelled.
   */
  hasTime(later: number): Promise<boolean>;
  /** Announces how much work is still to come. */
  expect(weight: number): void;
}

export interface PlannedTask {
  readonly task: FitTask;
  readonly detail: string;
  /** Relative cost, for progress. */
  readonly weight: number;
}

/** What `setTimeout` can wait for, some 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/** Share of the limit kept for the report. */
const reserve = 0.03;

export function runControl(
  runner: TaskRunner<Task, TaskResult>,
  options: TrainOptions,
  job: Pick<TrainingJob, 'completionCriteria' | 'plan'>,
): RunControl {
  const clock = options.clock ?? (() => performance.now());
  const started = clock() - 1000 * (options.secondsBefore ?? 0);
  const secondsUsed = () => (clock() - started) / 1000;
  const limit = job.plan ? null : job.completionCriteria.maxAutoMLJobRuntimeInSeconds;
  const deadline = limit === null ? Number.POSITIVE_INFINITY : limit * (1 - reserve);
  let coded: CodedFrame | undefined;
  let done = 0;
  let total = 1;
  let told = 0;
  const tell = (step: string, detail: string) => {
    const share = Math.max(told, Math.min(done / total, 1));
    told = share;
    const etaSeconds = share > 0.02 ? Math.max(0, (secondsUsed() * (1 - share)) / share) : null;
    options.onProgress?.({ step, detail, share, etaSeconds });
  };
  const start = (task: Task, signal: AbortSignal | undefined) =>
    runner.run(coded ? { ...task, coded } : task, signal).catch((error) => {
      throwIfCancelled(options.signal);
      throw error;
    });
  return {
    log: options.onLog ?? (() => undefined),
    secondsUsed,
    threads: runner.threads,
    thenForecast: options.thenForecast ?? false,
    isTimed: limit !== null,
    given: job.plan,
    imported: options.imported,
    deadline,
    share(it) {
      coded = it;
    },
    async one(step, task) {
      throwIfCancelled(options.signal);
      tell(step, '');
      return start(task, options.signal);
    },
    async each(list, work) {
      if (limit === null) return Promise.all(list.map(work));
      const results = [];
      for (const it of list) results.push(await work(it));
      return results;
    },
    async within(until, work) {
      throwIfCancelled(options.signal);
      const leftMs = 1000 * (until - secondsUsed());
      if (leftMs <= 0) return undefined;
      const stop = new AbortController();
      const abort = () => stop.abort();
      options.signal?.addEventListener('abort', abort);
      const timer = setTimeout(abort, Math.min(leftMs, longestTimerMs));
      const stopped = new Promise<undefined>((resolve) =>
        stop.signal.addEventListener('abort', () => resolve(undefined)),
      );
      try {
        const result = await Promise.race([work(stop.signal), stopped]);
        throwIfCancelled(options.signal);
        return result;
      } catch (error) {
        throwIfCancelled(options.signal);
        if (stop.signal.aborted) return undefined;
        throw error;
      } finally {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', abort);
      }
    },
    async hasTime(later) {
      await new Promise((resolve) => setImmediate(resolve));
      throwIfCancelled(options.signal);
      return deadline === Number.POSITIVE_INFINITY || secondsUsed() + later <= deadline;
    },
    expect(weight) {
      total = Math.max(done + weight, 1e-9);
    },
    async runAll(step, list, until) {
      throwIfCancelled(options.signal);
      const stop = new AbortController();
      const abort = () => stop.abort();
      options.signal?.addEventListener('abort', abort);
      let outOfTime = false;
      const begun = secondsUsed();
      const whole = list.reduce((sum, { weight }) => sum + weight, 0);
      let finished = 0;
      let covered = 0;
      const checkTime = () => {
        if (outOfTime || until === Number.POSITIVE_INFINITY) return;
        const used = secondsUsed();
        const rest = covered > 0 ? ((used - begun) * (whole - covered)) / covered : 0;
        if (used > until || (finished >= 2 * runner.threads && used + rest > until)) {
          outOfTime = true;
          stop.abort();
        }
      };
      try {
        checkTime();
        if (outOfTime) return undefined;
        return await Promise.all(
          list.map(async ({ task, detail, weight }) => {
            const result = await start(task, stop.signal);
            done += weight;
            covered += weight;
            finished++;
            tell(step, detail);
            checkTime();
            return result as FitResult;
          }),
        );
      } catch (error) {
        throwIfCancelled(options.signal);
        if (outOfTime) return undefined;
        throw error;
      } finally {
        options.signal?.removeEventListener('abort', abort);
      }
    },
  };
}

function throwIfCancelled(signal: AbortSignal | undefined) {
  if (signal?.aborted) throw new Cancelled('Training');
}
