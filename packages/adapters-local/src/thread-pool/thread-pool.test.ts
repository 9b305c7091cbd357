import { Cancelled } from '@tandem/data-model';
import { afterEach, describe, expect, it } from 'vitest';
import { openThreadPool } from './thread-pool.ts';

const module = new URL('./echo-module.ts', import.meta.url);
const cells = () => new Int32Array(new SharedArrayBuffer(16));
let close: (() => Promise<void>) | undefined;

const open = (shared: { cells: Int32Array }) => {
  const pool = openThreadPool<number, number>({ module, shared, threads: 2 });
  close = () => pool.close();
  return pool;
};

afterEach(async () => {
  await close?.();
});

describe('openThreadPool', () => {
  it('runs every task once, over memory that all threads share', async () => {
    const shared = { cells: cells() };
    const pool = open(shared);

    const results = await Promise.all([0, 1, 2, 3, 3].map((it) => pool.run(it)));

    expect([...shared.cells]).toEqual([1, 1, 1, 2]);
    expect(results.slice(0, 3)).toEqual([1, 1, 1]);
  });

  it('rejects a task that throws and goes on with the others', async () => {
    const pool = open({ cells: cells() });

    const [bad, good] = await Promise.allSettled([pool.run(-1), pool.run(0)]);

    expect(bad).toMatchObject({ status: 'rejected', reason: expect.objectContaining({ message: 'no cell -1' }) });
    expect(good).toEqual({ status: 'fulfilled', value: 1 });
  });

  it('rejects at once where the signal aborts', async () => {
    const pool = open({ cells: cells() });
    const stop = new AbortController();
    const task = pool.run(0, stop.signal);

    stop.abort();

    await expect(task).rejects.toBeInstanceOf(Cancelled);
  });

  it('rejects everything where a thread ends by itself, even in peace', async () => {
    const pool = open({ cells: cells() });

    const outcome = await Promise.allSettled([-2, -2, 0].map((it) => pool.run(it)));

    expect(outcome.map((it) => it.status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(pool.run(0)).rejects.toThrow('A thread of the pool ended with code 0.');
  });

  it('rejects what waits and runs when it is closed', async () => {
    const pool = open({ cells: cells() });
    const tasks = [0, 1, 2, 3].map((it) => pool.run(it));

    const outcome = Promise.allSettled(tasks);
    await pool.close();

    expect((await outcome).every((it) => it.status === 'rejected')).toBe(true);
  });
});
