import { LeaseLost, mayPass, NotFound, WorkerLost } from '@tandem/data-model';
import type { Attempt, ControlStore, JobWork, Lease, LeasedStore } from '@tandem/ports';
import { jobError, type RecordDeps } from './run-record.ts';

/** Attempts at a job after which it is given up. */
export const mostAttempts = 5;
const watchEveryMs = 400;

/** What an attempt at a job has to write with. */
export interface Leased extends Pick<RecordDeps, 'control' | 'say'> {
  /** Throws LeaseLost once the job is another's. */
  readonly requireLease: () => Promise<void>;
}

/**
 * One attempt at a job: under a lease, so that what an earlier attempt still does changes nothing any more, and without
 * which it writes nothing itself. What may pass is left to the queue to be tried again, five times; what its workers died
 * of as often is not begun again. Then an administrator finds it among the dead jobs. Of a project that is gone there is
 * nothing to do.
 */
export async function attemptJob(
  work: JobWork,
  attempt: Attempt,
  { control, log }: { readonly control: ControlStore; readonly log: RecordDeps['log'] },
  act: (attempt: Attempt, leased: Leased) => Promise<void>,
): Promise<void> {
  const { jobs } = control;
  const lease = await jobs.claim(work).catch((error: unknown) => {
    if (error instanceof NotFound) return undefined;
    throw error;
  });
  if (!lease) return;
  if (lease.attempt > mostAttempts) {
    await jobs.bury(lease, work, jobError(new WorkerLost(mostAttempts), work.id));
    log.error({ kind: work.kind, id: work.id }, 'given up: its workers died of it');
    return;
  }
  const held = holdLease(control, lease, attempt.signal);
  const leased = control.under(lease);
  const { say, said } = lines(leased, work, (err) => log.error({ err, id: work.id }, 'log line lost'));
  if (lease.attempt > 1) say(`Attempt ${lease.attempt} of ${mostAttempts} starts.`);
  const requireLease = async () => {
    if (!(await jobs.holds(lease))) throw new LeaseLost(lease.jobId);
  };
  try {
    const { isLast } = attempt;
    await act({ isLast, number: lease.attempt, signal: held.signal }, { control: leased, say, requireLease });
    await said();
    await jobs.release(lease, attempt.signal.aborted ? 'returned' : 'done');
  } catch (error) {
    await said();
    if (error instanceof LeaseLost) {
      log.info({ kind: work.kind, id: work.id, attempt: lease.attempt }, 'the job was taken away');
      return;
    }
    if (attempt.signal.aborted) await jobs.release(lease, 'returned');
    else if (mayPass(error) && (attempt.isLast || lease.attempt >= mostAttempts)) {
      log.error({ err: error, kind: work.kind, id: work.id }, 'given up');
      return jobs.bury(lease, work, jobError(error, work.id));
    }
    throw error;
  } finally {
    held.end();
  }
}

/** Aborts where the attempt's own time is over, or the job was cancelled or given to another worker. */
function holdLease({ jobs }: ControlStore, lease: Lease, over: AbortSignal) {
  const lost = new AbortController();
  const watch = setInterval(async () => {
    if (!(await jobs.holds(lease).catch(() => true))) lost.abort(new LeaseLost(lease.jobId));
  }, watchEveryMs);
  return { signal: AbortSignal.any([over, lost.signal]), end: () => clearInterval(watch) };
}

/** Lines of the job's log, written one after the other beside the work. */
function lines({ jobs }: LeasedStore, work: JobWork, onError: (error: unknown) => void) {
  let writing: Promise<void> = Promise.resolve();
  return {
    say: (text: string) => {
      writing = writing.then(() => jobs.appendLog(work, text)).catch(onError);
    },
    said: () => writing,
  };
}
