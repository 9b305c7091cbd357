import type { OpenWork, Queue } from '@tandem/ports';
import { PgBoss } from 'pg-boss';
import { describeAddress, translate } from '../control-store/connect.ts';
import { joinWorkers, type Membership } from './join-workers.ts';

const schema = 'tandem_queue';
const kinds = [
  'provision',
  'load',
  'train',
  'batch-forecast',
  'deploy',
  'teardown',
] as const satisfies readonly OpenWork['kind'][];
const retryLimit = 4;

const queueOptions = {
  // Five tries within about half a minute.
  retryLimit,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  // The longest that pg-boss allows: a training may take all day. A dead worker is noticed by its heartbeat instead.
  expireInSeconds: 86_400,
  heartbeatSeconds: 30,
  deleteAfterSeconds: 86_400,
  notify: true,
};

/**
 * Opens the queue on a PostgreSQL 15 or later, in a schema of its own. What fails in the background, such as a poll
 * while the database restarts, goes to `onError` and is tried again. Throws Unavailable where the database is not there.
 */
export async function openQueue(
  databaseUrl: string,
  onError: (error: unknown) => void = console.error,
): Promise<Queue> {
  const address = describeAddress(databaseUrl);
  const fail = (error: unknown): never => {
    throw translate(error, address);
  };
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'tandem-queue',
    schema,
    max: 5,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  boss.on('error', onError);
  await boss.start().catch(fail);
  try {
    for (const kind of kinds) {
      // One waiting and one running job for each singleton key, which is the id of the work.
      await boss.createQueue(kind, { policy: 'stately' });
      await boss.updateQueue(kind, queueOptions);
    }
  } catch (error) {
    await boss.stop({ graceful: false });
    fail(error);
  }

  let membership: Promise<Membership> | undefined;
  return {
    async send(work) {
      const { kind, projectId, id } = work;
      await boss.send(kind, { kind, projectId, id }, { singletonKey: id }).catch(fail);
    },
    async work(kind, concurrency, handler) {
      membership ??= joinWorkers(databaseUrl, { alone: () => failLeftBehind(boss), onError });
      await membership.catch(fail);
      const options = { localConcurrency: concurrency, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 1 };
      await boss
        .work<OpenWork>(kind, options, async ([job]) => {
          const { data, retryCount, signal } = job!;
          await handler(data, { number: retryCount + 1, isLast: retryCount >= retryLimit, signal });
        })
        .catch(fail);
    },
    async stop(graceMs) {
      await boss.stop({ graceful: graceMs > 0, timeout: graceMs });
      await (await membership)?.leave();
    },
  };
}

/** Gives back what workers held that are all dead, so that it need not wait until their heartbeats are missed. */
async function failLeftBehind(boss: PgBoss): Promise<void> {
  const { rows } = await boss
    .getDb()
    .executeSql(`select name, array_agg(id::text) as ids from ${schema}.job where state = 'active' group by name`);
  for (const { name, ids } of rows as { name: string; ids: string[] }[]) {
    await boss.fail(name, ids, { message: 'the worker that ran it has ended' });
  }
}
