import type { PgBoss } from 'pg-boss';
import { workerLocks } from './join-workers.ts';

/**
 * Which worker has which piece of work. PostgreSQL knows at once that a worker's process has died; the queue's own
 * heartbeat would know half a minute later, and goes on to watch over those that live and do not answer.
 */
export interface Holders {
  take(job: { readonly id: string; readonly retryCount: number }): Promise<void>;
  drop(id: string): Promise<void>;
  /** Gives back what dead workers hold, and says of which kinds that was. */
  giveBack(): Promise<ReadonlySet<string>>;
}

/** Several processes may do so at once; of two that look whether it exists, both would make it, but for the lock. */
export const createHolders = async (boss: PgBoss, schema: string): Promise<void> => {
  await boss.getDb().executeSql(
    `do $$ begin
      perform pg_advisory_xact_lock(hashtext('${schema}.tandem_holders'));
      create table if not exists ${schema}.tandem_holders
        (job_id uuid primary key, retry_count integer not null, worker integer not null);
    end $$`,
  );
};

export function openHolders(boss: PgBoss, schema: string, worker: number): Holders {
  const run = (sql: string, values: unknown[]) => boss.getDb().executeSql(sql, values);
  return {
    async take({ id, retryCount }) {
      await run(
        `insert into ${schema}.tandem_holders (job_id, retry_count, worker) values ($1, $2, $3)
          on conflict (job_id) do update set retry_count = excluded.retry_count, worker = excluded.worker`,
        [id, retryCount, worker],
      );
    },
    async drop(id) {
      await run(`delete from ${schema}.tandem_holders where job_id = $1 and worker = $2`, [id, worker]);
    },
    async giveBack() {
      const { rows } = await run(
        `with dead as (
            delete from ${schema}.tandem_holders h
            where worker <> $1 and not exists (
              select 1 from pg_locks l
              where l.locktype = 'advisory' and l.granted and l.objsubid = 2
                and l.database = (select oid from pg_database where datname = current_database())
                and l.classid = $2 and l.objid::bigint = h.worker)
            returning job_id, retry_count)
          select j.name, j.id::text as id, j.retry_count from dead join ${schema}.job j on j.id = dead.job_id
          where j.state = 'active' and j.retry_count = dead.retry_count`,
        [worker, workerLocks],
      );
      return failEach(boss, schema, rows as HeldJob[]);
    },
  };
}

/** Gives back everything that is held, where all workers are dead. */
export async function giveAllBack(boss: PgBoss, schema: string): Promise<void> {
  const { rows } = await boss
    .getDb()
    .executeSql(`select name, id::text as id, retry_count from ${schema}.job where state = 'active'`);
  await failEach(boss, schema, rows as HeldJob[]);
}

interface HeldJob {
  readonly name: string;
  readonly id: string;
  readonly retry_count: number;
}

/** Whose worker ends this often has it end, perhaps, by what it does; then it waits longer each time. */
const atOnceTries = 2;

/**
 * By attempt, so that what was taken up again meanwhile is left alone. A worker's end is no failure of its work, which
 * is tried again at once and does not wait as after a failure. Gives the kinds of what was given back.
 */
async function failEach(boss: PgBoss, schema: string, jobs: readonly HeldJob[]): Promise<ReadonlySet<string>> {
  for (const { name, id, retry_count: retryCount } of jobs) {
    await boss.fail(name, { id, retryCount }, { message: 'the worker that ran it has ended' });
    if (retryCount >= atOnceTries) continue;
    await boss.getDb().executeSql(
      `update ${schema}.job set start_after = least(start_after, now())
        where name = $1 and id = $2 and state = 'retry' and retry_count = $3`,
      [name, id, retryCount],
    );
  }
  return new Set(jobs.map((it) => it.name));
}
