import { TooManyTries } from '@tandem/data-model';
import type { FailedTries } from '@tandem/ports';
import { beforeEach, describe, expect, it } from 'vitest';
import { backoffMs, guarded } from './lockout.ts';

let at: number;
let tries: Map<string, FailedTries>;
const store = {
  failedTries: async (key: string) => tries.get(key) ?? { count: 0, at: null },
  recordFailedTry: async (key: string, seen?: number) => {
    const { count } = tries.get(key) ?? { count: 0 };
    if (seen !== undefined && seen !== count) return undefined;
    tries.set(key, { count: count + 1, at: new Date(at) });
    return count + 1;
  },
  forgetFailedTries: async (key: string) => void tries.delete(key),
};
const clock = () => new Date(at);
const attempt = (name: string, isRight: boolean, address = '10.0.0.1') =>
  guarded(store, clock, { name, address }, async () => (isRight ? 'in' : undefined));

beforeEach(() => {
  at = 0;
  tries = new Map();
});

describe('guarded', () => {
  it('doubles the wait from the fifth failure on, and ends it at the right password', async () => {
    for (let k = 0; k < 5; k++) expect(await attempt('ada', false)).toBeUndefined();
    await expect(attempt('ada', true)).rejects.toMatchObject({ retryAfterSeconds: 1 });
    at += 1_000;
    expect(await attempt('ada', false)).toBeUndefined();
    await expect(attempt('ada', true)).rejects.toMatchObject({ retryAfterSeconds: 2 });
    at += 2_000;
    expect(await attempt('ada', true)).toBe('in');
    expect(await attempt('ada', false)).toBeUndefined();
  });

  it('lets nobody try a second name at once with what the first has used up', async () => {
    for (let k = 0; k < 50; k++) await attempt(`user-${k}`, false);

    await expect(attempt('another', true)).rejects.toThrow(TooManyTries);
    expect(await attempt('another', true, '10.0.0.2')).toBe('in');
  });

  it('looks at one alone of many tries made at once, when each costs a wait', async () => {
    for (let k = 0; k < 5; k++) await attempt('ada', false);
    at += 1_000;
    let looked = 0;
    const look = async () => void looked++;
    const all = Array.from({ length: 20 }, () => guarded(store, clock, { name: 'ada', address: 'a' }, look));

    expect((await Promise.allSettled(all)).filter((it) => it.status === 'rejected')).toHaveLength(19);
    expect(looked).toBe(1);
  });

  it('looks at no more of a burst than what costs nothing', async () => {
    let looked = 0;
    const look = async () => void looked++;
    const all = Array.from({ length: 40 }, () => guarded(store, clock, { name: 'ada', address: 'a' }, look));
    await Promise.allSettled(all);

    expect(looked).toBe(5);
  });

  it('waits a quarter of an hour at most', () => {
    expect([4, 5, 6, 7, 40].map((it) => backoffMs(it, 4))).toEqual([0, 1_000, 2_000, 4_000, 900_000]);
  });
});
