import type { Queue } from '@tandem/ports';

export interface Rest {
  /** Takes work up again, where the worker sleeps. */
  wake(): Promise<void>;
  isAsleep(): boolean;
  end(): void;
}

/**
 * Lets a worker close its connections to the database once nothing has waited or run for `idleMs`, so that a database
 * that pauses by itself can pause. Whoever sends work then wakes it; `onWake` looks for what was sent meanwhile.
 */
export function restWhenIdle(
  queue: Pick<Queue, 'sleep' | 'wake'>,
  {
    idleMs,
    lastBusyAt,
    onWake,
    onError,
  }: {
    readonly idleMs: number;
    /** When work ended or was looked for last, by `performance.now`. */
    readonly lastBusyAt: () => number;
    readonly onWake: () => Promise<void>;
    readonly onError: (error: unknown) => void;
  },
): Rest {
  let isAsleep = false;
  let wokenAt = 0;
  // One after the other: who is woken while it falls asleep, falls asleep and then wakes.
  let turn: Promise<void> = Promise.resolve();
  const next = (act: () => Promise<void>) => {
    turn = turn.then(act).catch(onError);
    return turn;
  };
  const look = () =>
    next(async () => {
      if (isAsleep || performance.now() - Math.max(lastBusyAt(), wokenAt) < idleMs) return;
      isAsleep = await queue.sleep();
    });
  const looks = setInterval(look, Math.max(100, Math.min(idleMs / 4, 10_000)));
  return {
    wake: () =>
      next(async () => {
        wokenAt = performance.now();
        if (!isAsleep) return;
        await queue.wake();
        isAsleep = false;
        await onWake();
      }),
    isAsleep: () => isAsleep,
    end: () => clearInterval(looks),
  };
}
