import { LeaseLost, Unavailable } from '@tandem/data-model';
import type { Attempt, ControlStore, Jobs, JobWork, Lease, LeasedStore } from '@tandem/ports';
import pino from 'pino';
import { expect, it } from 'vitest';
import { attemptJob, mostAttempts } from './attempt-job.ts';

const work: JobWork = { kind: 'load', projectId: 'prj', id: 'lod' };
const attempt = (signal = new AbortController().signal): Attempt => ({ number: 1, isLast: false, signal });

/** The leases of one job, in memory. */
function jobStore(before = 0) {
  const seen = { buried: [] as string[], released: [] as string[], log: [] as string[] };
  let token = before;
  let attempts = before;
  const jobs: Partial<Jobs> = {
    claim: async () => ({ jobId: 'lod', projectId: 'prj', token: ++token, attempt: ++attempts }),
    holds: async (lease) => lease.token === token,
    release: async (_: Lease, how) => void seen.released.push(how),
    bury: async (_, __, error) => void seen.buried.push(error.code),
    appendLog: async (_, text) => void seen.log.push(text),
  };
  const control = { jobs, under: () => control } as unknown as LeasedStore;
  const run = (act: Parameters<typeof attemptJob>[3], it = attempt()) =>
    attemptJob(work, it, { control: control as ControlStore, log: pino({ enabled: false }) }, act);
  return { seen, run, takeAway: () => void token++ };
}

it('says that a job has come to its end, so that the next attempt is a first one', async () => {
  const { seen, run } = jobStore();

  await run(async (_, { say }) => say('working'));

  expect(seen).toEqual({ buried: [], released: ['done'], log: ['working'] });
});

it('gives a job up at the fifth attempt that nothing comes of, and not before', async () => {
  const away = () => Promise.reject(new Unavailable('The warehouse is away.', 'Wait.'));

  const fourth = jobStore(mostAttempts - 2);
  await expect(fourth.run(away)).rejects.toThrow('away');
  const fifth = jobStore(mostAttempts - 1);
  await fifth.run(away);

  expect(fourth.seen.buried).toEqual([]);
  expect(fifth.seen).toMatchObject({ buried: ['UNAVAILABLE'], log: ['Attempt 5 of 5 starts.'] });
});

it('does not begin a job of which five workers have died', async () => {
  const { seen, run } = jobStore(mostAttempts);

  await run(() => expect.fail('it was begun'));

  expect(seen.buried).toEqual(['WORKER_LOST']);
});

it('hands a job back that it did not end because the worker stops, without counting the attempt', async () => {
  const stopping = new AbortController();
  const { seen, run } = jobStore();

  const attempts = run(async () => {
    stopping.abort();
    throw new Error('stopped');
  }, attempt(stopping.signal));

  await expect(attempts).rejects.toThrow('stopped');
  expect(seen.released).toEqual(['returned']);
});

it('stops what it does, and says nothing more, once the job is taken away', async () => {
  const { seen, run, takeAway } = jobStore();

  await run(async ({ signal }, { requireLease }) => {
    takeAway();
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    expect(signal.reason).toBeInstanceOf(LeaseLost);
    await requireLease();
  });

  expect(seen).toEqual({ buried: [], released: [], log: [] });
});
