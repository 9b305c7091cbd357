import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorKind, KnownError } from '@tandem/data-model';
import type { JobError, JobState, Progress } from '@tandem/data-model/contract';

/** A job on the server failed; its code, sentence and mend are the server's. */
export class JobFailed extends KnownError {
  override readonly code: string;
  override readonly kind: ErrorKind = 'rejected';

  constructor(what: string, error: JobError | null, state: string) {
    super(`${what} ${state}: ${error?.detail ?? 'no reason is on record'}`, error?.mend ?? 'Start it again.');
    this.code = error?.code ?? 'JOB_FAILED';
  }
}

interface Job {
  readonly state: JobState;
  readonly progress: Progress | null;
  readonly error: JobError | null;
}

/** Whether something that was started before needs no second start: it ended well, or is on its way. */
export function isGood({ state }: { state: JobState }): boolean {
  return state === 'succeeded' || state === 'queued' || state === 'running';
}

/** Asks for a job until it has ended well; throws JobFailed where it ended otherwise. */
export async function ended<T extends Job>(
  what: string,
  ask: () => Promise<T>,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    const job = await ask();
    if (job.state === 'succeeded') return job;
    if (!isGood(job)) throw new JobFailed(what, job.error, job.state);
    if (job.progress) note(describe(job.progress));
    await sleep(150, undefined, { signal });
  }
}

/** `ets, window 2 of 3 (41 %)` */
export function describe({ detail, share }: Progress): string {
  return share === null ? detail : `${detail} (${Math.round(share * 100)} %)`;
}
