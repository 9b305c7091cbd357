import { LeaseLost, mayPass, WorkerLost } from '@tandem/data-model';
import type { Attempt, ControlStore, Lease, LeasedStore, OpenWork, Warehouse } from '@tandem/ports';
import type { JobDeps } from './deps.ts';
import { jobError } from './run-record.ts';

/** Attempts at a job after which it is given up. */
export const mostAttempts = 5;
const watchEveryMs = 400;

/** What an attempt at a job is made with: the worker's own means, before anything is leased. */
export type WorkerDeps = Omit<JobDeps, 'control' | 'say'> & { readonly control: ControlStore };
export type RunJob = (work: OpenWork, attempt: Attempt, deps: JobDeps) => Promise<void>;

/**
 * One attempt at a job: under a lease, so that what an earlier attempt still does changes nothing any more, and without
 * which it writes nothing itself. What may pass is left to the queue to be tried again, five times; what its workers died
 * of as often is not begun again. Then an administrator finds it among the dead letters.
 */
export async function runJob(run: RunJob, work: OpenWork, attempt: Attempt, worker: WorkerDeps): Promise<void> {
  const { control, log } = worker;
  const { jobs } = control;
  const lease = await jobs.claim(work);
  if (lease.attempt > mostAttempts) {
    await jobs.bury(lease, work, jobError(new WorkerLost(mostAttempts), work.id));
    log.error({ kind: work.kind, id: work.id }, 'given up: its workers died of it');
    return;
  }
  const held = holdLease(control, lease, attempt.signal);
  const { say, said } = lines(control.under(lease), work, (err) => log.error({ err, id: work.id }, 'log line lost'));
  if (lease.attempt > 1) say(`Attempt ${lease.attempt} of ${mostAttempts} starts.`);
  try {
    await run(work, { ...attempt, number: lease.attempt, signal: held.signal }, leased(worker, lease, say));
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

/** Means that write only while the lease is held. A warehouse and files cannot look at it themselves: it is looked at just before. */
function leased(worker: WorkerDeps, lease: Lease, say: (text: string) => void): JobDeps {
  const { control, objects } = worker;
  const requireLease = async () => {
    if (!(await control.jobs.holds(lease))) throw new LeaseLost(lease.jobId);
  };
  return {
    ...worker,
    control: control.under(lease),
    say,
    objects: {
      put: async (key, body) => {
        await requireLease();
        return objects.put(key, body);
      },
      putScratch: (key, body) => objects.putScratch(key, body),
      get: (key) => objects.get(key),
      stream: (key, range) => objects.stream(key, range),
      list: (prefix) => objects.list(prefix),
      delete: (key) => objects.delete(key),
    },
    warehouse: async (projectId) => leasedWarehouse(await worker.warehouse(projectId), requireLease),
  };
}

const leasedWarehouse = (warehouse: Warehouse, requireLease: () => Promise<void>): Warehouse => ({
  dialect: warehouse.dialect,
  run: (sql) => warehouse.run(sql),
  rows: (sql) => warehouse.rows(sql),
  transaction: async (statements) => {
    await requireLease();
    return warehouse.transaction(statements);
  },
  copyOut: (sql, key) => warehouse.copyOut(sql, key),
  locate: (key) => warehouse.locate(key),
  close: () => warehouse.close(),
});

/** Lines of the job's log, written one after the other beside the work. */
function lines({ jobs }: LeasedStore, work: OpenWork, onError: (error: unknown) => void) {
  let writing: Promise<void> = Promise.resolve();
  return {
    say: (text: string) => {
      writing = writing.then(() => jobs.appendLog(work, text)).catch(onError);
    },
    said: () => writing,
  };
}
