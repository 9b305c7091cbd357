import type { Queue } from '@tandem/ports';

export interface Rest {
  /** Takes work up again, where the worker sleeps. */
  wake(): Promise<void>;
  isAsleep(): boolean;
  end(): void;
}

/** The longest that a timer of Node takes; who is woken too early falls asleep again. */
const longestMs = 2 ** 31 - 1;

/**
 * Lets a worker close its connections to the database once nothing has waited or run for `idleMs`, so that a database
 * that pauses by itself can pause. Whoever sends work then wakes it, or the instant for which `nextDue` says that
 * something is scheduled; `onWake` looks for what was sent or became due meanwhile.
 */
export function restWhenIdle(
  queue: Pick<Queue, 'sleep' | 'wake'>,
  {
    idleMs,
    lastBusyAt,
    nextDue,
    onWake,
    onError,
  }: {
    readonly idleMs: number;
    /** When work ended or was looked for last, by `performance.now`. */
    readonly lastBusyAt: () => number;
    /** Asked before it falls asleep. */
    readonly nextDue: () => Promise<Date | undefined>;
    readonly onWake: () => Promise<void>;
    readonly onError: (error: unknown) => void;
  },
): Rest {
  let isAsleep = false;
  let wokenAt = 0;
  let alarm: NodeJS.Timeout | undefined;
  // One after the other: who is woken while it falls asleep, falls asleep and then wakes.
  let turn: Promise<void> = Promise.resolve();
  const next = (act: () => Promise<void>) => {
    turn = turn.then(act).catch(onError);
    return turn;
  };
  const look = () =>
    next(async () => {
      if (isAsleep || performance.now() - Math.max(lastBusyAt(), wokenAt) < idleMs) return;
      const due = await nextDue();
      isAsleep = await queue.sleep();
      if (!isAsleep || due === undefined) return;
      alarm = setTimeout(wake, Math.min(Math.max(0, due.getTime() - Date.now()), longestMs));
    });
  const wake = () =>
    next(async () => {
      wokenAt = performance.now();
      clearTimeout(alarm);
      if (!isAsleep) return;
      await queue.wake();
      isAsleep = false;
      await onWake();
    });
  const looks = setInterval(look, Math.max(100, Math.min(idleMs / 4, 10_000)));
  return {
    wake,
    isAsleep: () => isAsleep,
    end() {
      clearInterval(looks);
      clearTimeout(alarm);
    },
  };
}
