import { jobKinds } from '@tandem/data-model/contract';
import type { OpenWork, Queue } from '@tandem/ports';
import { PgBoss } from 'pg-boss';
import { describeAddress, translate } from '../control-store/connect.ts';
import { traceToCarry } from '../tracing/span.ts';
import { fairPriority } from './fair-priority.ts';
import { createHolders } from './holders.ts';
import { type Handling, handling, type QueueWorker, startWorker } from './queue-worker.ts';

const schema = 'tandem_queue';
const retryLimit = 4;

export interface QueueOptions {
  /** How many pieces of a kind one project may have run at once; loads, provisionings and deployments one by one. */
  readonly perProject?: number;
  /** How long a worker may be silent before its work is given to another one; 10 or more. */
  readonly leaseSeconds?: number;
  /** Called after work was sent, for whoever sleeps. */
  readonly onSent?: () => Promise<void>;
}

/** Work that changes what a project has but one of. */
const oneByOne: readonly OpenWork['kind'][] = ['provision', 'load', 'deploy', 'workflow', 'teardown'];

/**
 * Opens the queue on a PostgreSQL 15 or later, in a schema of its own. What fails in the background, such as a poll
 * while the database restarts, goes to `onError` and is tried again. A process that only sends holds no connection
 * while it sends nothing. Throws Unavailable where the database is not there.
 */
export async function openQueue(
  databaseUrl: string,
  onError: (error: unknown) => void = console.error,
  { perProject = 1, leaseSeconds = 30, onSent = async () => undefined }: QueueOptions = {},
): Promise<Queue> {
  const address = describeAddress(databaseUrl);
  const fail = (error: unknown): never => {
    throw translate(error, address);
  };
  const start = async (works: boolean) => {
    const boss = new PgBoss({ connectionString: databaseUrl, schema, schedule: false, ...(works ? working : sending) });
    boss.on('error', onError);
    await boss.start().catch(fail);
    return boss;
  };
  const handlings = new Map<OpenWork['kind'], Handling>();
  let running = 0;
  let sender: Promise<PgBoss> | undefined;
  let worker: Promise<QueueWorker> | undefined;
  let isAsleep = false;

  const openSender = (): Promise<PgBoss> => {
    sender ??= start(false).catch((error: unknown) => {
      sender = undefined;
      throw error;
    });
    return sender;
  };
  const closeSender = async () => {
    const open = sender;
    sender = undefined;
    await (await open)?.stop({ graceful: false });
  };
  const openWorker = () => {
    const onChange = (by: 1 | -1) => {
      running += by;
    };
    worker ??= start(true).then(async (boss) => {
      try {
        return await startWorker(boss, { databaseUrl, schema, retryLimit, leaseSeconds, onError, onChange });
      } catch (error) {
        await boss.stop({ graceful: false });
        return fail(error);
      }
    });
    return worker;
  };
  const closeWorker = async (graceMs: number) => {
    const open = worker;
    worker = undefined;
    await (await open)?.stop(graceMs);
  };

  try {
    await prepare(await openSender(), leaseSeconds);
  } catch (error) {
    await closeSender().catch(onError);
    fail(error);
  }
  return {
    async send(work) {
      const { kind, projectId, id, priority } = work;
      try {
        const boss = worker ? (await worker).boss : await openSender();
        const data = { kind, projectId, id, ...(priority ? { priority } : {}), ...traceToCarry() };
        const rank = await fairPriority(boss, schema, work);
        await boss.send(kind, data, { singletonKey: id, group: { id: projectId }, priority: rank });
      } catch (error) {
        fail(error);
      }
      await onSent();
    },
    async missing(works) {
      const boss = worker ? (await worker).boss : await openSender();
      const { rows } = await boss
        .getDb()
        .executeSql(
          `select name || ' ' || singleton_key as known from ${schema}.job
            where state <= 'active' and singleton_key = any($1)`,
          [works.map((it) => it.id)],
        )
        .catch(fail);
      const known = new Set((rows as { known: string }[]).map((it) => it.known));
      return works.filter(({ kind, id }) => !known.has(`${kind} ${id}`));
    },
    async work(kind, concurrency, handler) {
      const it = handling(concurrency, oneByOne.includes(kind) ? 1 : perProject, handler);
      handlings.set(kind, it);
      await (await openWorker()).add(kind, it).catch(fail);
    },
    async sleep() {
      if (isAsleep) return true;
      if (running > 0 || !worker) return false;
      const { boss } = await worker;
      const { rows } = await boss
        .getDb()
        .executeSql(`select 1 from ${schema}.job where state <= 'active' limit 1`)
        .catch(fail);
      if (rows.length > 0) return false;
      isAsleep = true;
      // What was sent since is waited for a moment, then given back, and taken up when somebody wakes this process.
      await closeWorker(sleepGraceMs);
      await closeSender();
      return true;
    },
    async wake() {
      if (!isAsleep) return;
      isAsleep = false;
      const open = await openWorker();
      for (const [kind, it] of handlings) await open.add(kind, it).catch(fail);
    },
    async stop(graceMs) {
      await closeWorker(graceMs);
      await closeSender();
    },
  };
}

const sleepGraceMs = 2_000;
/** It looks after nothing: those that work do. */
const sending = {
  application_name: 'tandem-queue-sender',
  max: 4,
  supervise: false,
  useListenNotify: false,
  registerInstance: false,
} as const;
const working = {
  application_name: 'tandem-queue',
  max: 5,
  useListenNotify: true,
  superviseIntervalSeconds: 10,
  monitorIntervalSeconds: 10,
} as const;

async function prepare(boss: PgBoss, leaseSeconds: number): Promise<void> {
  const options = {
    // Five tries within about half a minute.
    retryLimit,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    // The longest that pg-boss allows: a training may take all day. A dead worker is noticed by its heartbeat instead.
    expireInSeconds: 86_400,
    heartbeatSeconds: leaseSeconds,
    deleteAfterSeconds: 86_400,
    notify: true,
  };
  for (const kind of [...jobKinds, 'teardown'] as const) {
    // One waiting and one running job for each singleton key, which is the id of the work.
    await boss.createQueue(kind, { policy: 'stately' });
    await boss.updateQueue(kind, options);
  }
  await createHolders(boss, schema);
}
