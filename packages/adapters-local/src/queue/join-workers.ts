import { randomInt } from 'node:crypto';
import pg from 'pg';

export interface Membership {
  /** Tells this worker from every other one that lives. */
  readonly worker: number;
  leave(): Promise<void>;
}

/** Any number that nobody else uses for an advisory lock in this database. */
const lock = 0x7a4d_0001;
/** The first of the two numbers of the lock that a worker alone holds; the second is its own. */
export const workerLocks = 0x7a4d;
const rejoinMs = 1_000;

/**
 * Counts this process among the workers of a database for as long as it lives: it holds a shared lock, and one of its
 * own, which PostgreSQL takes back at once when the process dies, however it dies. Where no other process holds the
 * shared one, `alone` runs first, and nobody joins meanwhile.
 */
export async function joinWorkers(
  databaseUrl: string,
  { alone, onError }: { alone: () => Promise<void>; onError: (error: unknown) => void },
): Promise<Membership> {
  const worker = randomInt(0x7fff_ffff);
  let left = false;
  let client = new pg.Client();
  const hold = async (first: boolean) => {
    client = new pg.Client({ connectionString: databaseUrl, application_name: 'tandem-worker', keepAlive: true });
    client.on('error', onError);
    await client.connect();
    await client.query('select pg_advisory_lock($1, $2)', [workerLocks, worker]);
    if (first) await whileAlone(client, alone);
    await client.query('select pg_advisory_lock_shared($1)', [lock]);
    client.once('end', rejoin);
  };
  const rejoin = () => {
    if (left) return;
    const again = (error: unknown) => {
      onError(error);
      rejoin();
    };
    setTimeout(() => void (left || hold(false).catch(again)), rejoinMs).unref();
  };
  await hold(true);
  return {
    worker,
    leave: async () => {
      left = true;
      await client.end();
    },
  };
}

async function whileAlone(client: pg.Client, act: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [lock]);
  if (!rows[0]?.free) return;
  try {
    await act();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]);
  }
}
