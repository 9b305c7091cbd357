import type { Attempt, ControlStore, JobWork, Warehouse } from '@tandem/ports';
import { attemptJob, type Leased } from './attempt-job.ts';
import type { JobDeps } from './deps.ts';

/** What a worker has before anything is leased. */
export type WorkerDeps = Omit<JobDeps, 'control' | 'say'> & { readonly control: ControlStore };
export type RunJob = (work: JobWork, attempt: Attempt, deps: JobDeps) => Promise<void>;

/** One attempt at a job with the means of a worker. */
export function runJob(run: RunJob, work: JobWork, attempt: Attempt, worker: WorkerDeps): Promise<void> {
  return attemptJob(work, attempt, worker, (leasedAttempt, it) => run(work, leasedAttempt, leasedDeps(worker, it)));
}

/** Means that write only while the lease is held. A warehouse and files cannot look at it themselves: it is looked at just before. */
function leasedDeps(worker: WorkerDeps, { control, say, requireLease }: Leased): JobDeps {
  const { objects } = worker;
  return {
    ...worker,
    control,
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
