import { Cancelled } from '@tandem/data-model';
import type { Progress } from '@tandem/data-model/contract';
import type { TaskRunner } from '@tandem/ports';
import type { Task, TaskResult } from './tasks.ts';

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
}

/** One run's tasks: counts work done, tells progress, keeps the time limit and hands cancellation on. */
export interface RunControl {
  readonly log: (text: string) => void;
  readonly secondsUsed: () => number;
  /**
   * Runs tasks and gives their results in order; undefined where the share `until` of the time limit ran out, or
   * would, before all were done. Infinity for tasks that can't be left out.
   */
  runAll(step: string, list: readonly PlannedTask[], until: number): Promise<TaskResult[] | undefined>;
  /** Announces how much work there will be in all. */
  plan(weight: number): void;
}

export interface PlannedTask {
  readonly task: Task;
  readonly detail: string;
  /** Relative cost, for progress. */
  readonly weight: number;
}

/** Share of the limit kept for weights, scores and the report. */
const reserve = 0.04;

export function runControl(
  runner: TaskRunner<Task, TaskResult>,
  options: TrainOptions,
  limitSeconds: number | null,
): RunControl {
  const clock = options.clock ?? (() => performance.now());
  const started = clock();
  const secondsUsed = () => (clock() - started) / 1000;
  const deadline = limitSeconds === null ? Number.POSITIVE_INFINITY : limitSeconds * (1 - reserve);
  let done = 0;
  let total = 1;
  const tell = (step: string, detail: string) => {
    const share = Math.min(done / total, 1);
    const etaSeconds = share > 0.02 ? Math.max(0, (secondsUsed() * (1 - share)) / share) : null;
    options.onProgress?.({ step, detail, share, etaSeconds });
  };
  return {
    log: options.onLog ?? (() => undefined),
    secondsUsed,
    plan(weight) {
      total = Math.max(weight, 1e-9);
    },
    async runAll(step, list, until) {
      throwIfCancelled(options.signal);
      const stop = new AbortController();
      const abort = () => stop.abort();
      options.signal?.addEventListener('abort', abort);
      let outOfTime = false;
      const begun = secondsUsed();
      let finished = 0;
      const checkTime = () => {
        if (outOfTime) return;
        const used = secondsUsed();
        const rate = (used - begun) / Math.max(finished, 1);
        if (
          used > until * deadline ||
          (finished >= runner.threads && used + rate * (list.length - finished) > until * deadline)
        ) {
          outOfTime = true;
          stop.abort();
        }
      };
      try {
        checkTime();
        if (outOfTime) return undefined;
        const results = await Promise.all(
          list.map(async ({ task, detail, weight }) => {
            const result = await runner.run(task, stop.signal);
            done += weight;
            finished++;
            tell(step, detail);
            checkTime();
            return result;
          }),
        );
        return results;
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
