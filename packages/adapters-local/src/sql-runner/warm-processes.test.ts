import { expect, it } from 'vitest';
import type { QueryProcess } from './query-process.ts';
import { keepWarm } from './warm-processes.ts';

/** Processes that are none: what counts here is how many there are and who gets which. */
function started(fails: (n: number) => boolean = () => false) {
  const all: { pid: number; alive: boolean }[] = [];
  let starts = 0;
  const start = async (): Promise<QueryProcess> => {
    if (fails(++starts)) throw new Error('no memory');
    const it = { pid: all.length, alive: true };
    all.push(it);
    return {
      pid: it.pid,
      isAlive: () => it.alive,
      bind: async () => undefined,
      ask: async () => undefined,
      kill: () => {
        it.alive = false;
      },
    };
  };
  return { all, start };
}

it('starts none before its time, and then as many as it should', async () => {
  const { all, start } = started();
  const warm = keepWarm({ size: 2, afterMs: 20 }, start);
  expect(all).toHaveLength(0);

  await expect.poll(() => all.length).toBe(2);
  warm.close();
});

it('gives each process to one alone, and starts another in its place', async () => {
  const { all, start } = started();
  const warm = keepWarm({ size: 2, afterMs: 0 }, start);
  await expect.poll(() => all.length).toBe(2);

  const taken = await Promise.all([warm.take(), warm.take(), warm.take()]);

  expect(new Set(taken.map((it) => it.pid)).size).toBe(3);
  expect(all).toHaveLength(5);
  warm.close();
});

it('does not give one that has died', async () => {
  const { all, start } = started();
  const warm = keepWarm({ size: 1, afterMs: 0 }, start);
  await expect.poll(() => all.length).toBe(1);
  all[0]!.alive = false;

  expect((await warm.take()).pid).toBe(1);
  warm.close();
});

it('throws to whoever takes what the start threw, and goes on', async () => {
  const { start } = started((n) => n === 1);
  const warm = keepWarm({ size: 0, afterMs: 0 }, start);

  await expect(warm.take()).rejects.toThrow('no memory');
  expect((await warm.take()).isAlive()).toBe(true);
  warm.close();
});

it('ends what it keeps when it is closed, and nothing that was taken', async () => {
  const { all, start } = started();
  const warm = keepWarm({ size: 2, afterMs: 0 }, start);
  const mine = await warm.take();

  warm.close();

  await expect.poll(() => all.filter((it) => it.alive).map(({ pid }) => pid)).toEqual([mine.pid]);
});

it('gives none once it is closed, also not one that was starting', async () => {
  const { all, start } = started();
  const warm = keepWarm({ size: 0, afterMs: 0 }, start);
  const early = warm.take().catch((error: Error) => error);

  warm.close();

  expect(await early).toMatchObject({ code: 'UNAVAILABLE' });
  await expect(warm.take()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(all.map((it) => it.alive)).toEqual([false]);
});
