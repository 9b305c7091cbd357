import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepTimetable } from './timetable.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const errors: unknown[] = [];
const kept = (startDue: () => Promise<Date | undefined>) =>
  keepTimetable({ startDue, isAsleep: () => false, onError: (error) => errors.push(error) });

it('comes by itself no sooner than a second after a look, where what is due stays due', async () => {
  let looks = 0;
  const timetable = kept(async () => {
    looks++;
    return new Date(Date.now() - 60_000);
  });

  await timetable.look();
  await vi.advanceTimersByTimeAsync(10_000);
  timetable.end();

  expect(looks).toBe(11);
});

it('comes when something becomes due, and after 15 seconds where a look failed', async () => {
  const at: number[] = [];
  const begun = Date.now();
  const timetable = kept(async () => {
    at.push(Date.now() - begun);
    if (at.length === 2) throw new Error('no database');
    return new Date(Date.now() + 5_000);
  });

  await timetable.look();
  await vi.advanceTimersByTimeAsync(20_000);
  timetable.end();

  expect(at).toEqual([0, 5_000, 20_000]);
  expect(errors).toHaveLength(1);
});

it('looks once more for all who ask while it looks, and not after its end', async () => {
  let looks = 0;
  const timetable = kept(async () => {
    looks++;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return undefined;
  });

  const asked = Array.from({ length: 500 }, () => timetable.look());
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all(asked);
  expect(looks).toBe(2);

  const last = [timetable.look(), timetable.look()];
  timetable.end();
  await vi.advanceTimersByTimeAsync(60_000);
  await Promise.all(last);
  expect(looks).toBe(3);
});
