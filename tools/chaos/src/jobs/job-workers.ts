import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Told } from './worker.ts';

/** Four workers that are killed, or stand still for longer than a lease, at random. */
export interface JobWorkers {
  readonly counts: { kills: number; zombies: number; fenced: number; refused: number };
  /** From each start after a kill to the moment at which a job that the kill had cut off began again, in milliseconds. */
  readonly resumedMs: number[];
  /** Waits until so many more jobs have begun, at most ten seconds, and then disturbs a worker that has begun any. */
  disturb(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorkersOptions {
  readonly databaseUrl: string;
  readonly workers: number;
  readonly atOnce: number;
  readonly leaseSeconds: number;
  readonly random: () => number;
}

/** Jobs that begin between two disturbances, at most; on average half of that. */
const mostBetween = 160;

export function startWorkers(options: WorkersOptions): JobWorkers {
  const { databaseUrl, workers, atOnce, leaseSeconds, random } = options;
  const counts = { kills: 0, zombies: 0, fenced: 0, refused: 0 };
  const resumedMs: number[] = [];
  /** Jobs that a kill cut off, and when its worker was started again. */
  const cutOff = new Map<string, number>();
  const running = new Map<number, { child: ChildProcess; jobs: Set<string>; begun: number; stands: boolean }>();
  let begun = 0;

  const start = (slot: number) => {
    const child = fork(path.join(import.meta.dirname, 'worker.ts'), [
      databaseUrl,
      String(leaseSeconds),
      String(atOnce),
    ]);
    const jobs = new Set<string>();
    const worker = { child, jobs, begun: 0, stands: false };
    child.on('message', (told: Told) => {
      if ('began' in told) {
        jobs.add(told.began);
        worker.begun++;
        begun++;
        const since = cutOff.get(told.began);
        if (since !== undefined) resumedMs.push(performance.now() - since);
        cutOff.delete(told.began);
      } else if ('ended' in told) jobs.delete(told.ended);
      else if ('fenced' in told) counts.fenced++;
      else counts.refused++;
    });
    running.set(slot, worker);
  };
  const kill = async (slot: number) => {
    const { child, jobs } = running.get(slot)!;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    counts.kills++;
    for (const id of jobs) cutOff.set(id, performance.now());
    start(slot);
  };
  const standStill = (slot: number) => {
    const worker = running.get(slot)!;
    worker.stands = true;
    worker.child.kill('SIGSTOP');
    counts.zombies++;
    setTimeout(
      () => {
        worker.child.kill('SIGCONT');
        worker.stands = false;
      },
      (leaseSeconds + 25) * 1_000,
    ).unref();
  };
  for (let slot = 0; slot < workers; slot++) start(slot);
  return {
    counts,
    resumedMs,
    async disturb() {
      const from = begun;
      const most = Math.floor(random() * mostBetween);
      // By jobs, because the machine may be slower the next time; a worker that is only starting has nothing to lose.
      for (let k = 0; k < 1_000 && begun < from + most; k++) await sleep(10);
      const slots = [...running].filter(([, it]) => !it.stands && it.begun > 0).map(([slot]) => slot);
      const slot = slots[Math.floor(random() * slots.length)];
      if (slot === undefined) return;
      // One at a time stands still, so that others can take its jobs.
      const anyStands = [...running.values()].some((it) => it.stands);
      if (!anyStands && random() < 0.3) standStill(slot);
      else await kill(slot);
    },
    async stop() {
      for (const { child } of running.values()) {
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
      }
    },
  };
}
