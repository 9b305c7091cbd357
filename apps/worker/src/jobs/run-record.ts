import { KnownError, LeaseLost, mayPass, QuotaExceeded } from '@tandem/data-model';
import type { JobError, JobState, Progress } from '@tandem/data-model/contract';
import type { Attempt, Collection, ControlStore, LeasedStore, OpenWork, RunHooks } from '@tandem/ports';
import type { Logger } from 'pino';

/** A record of work: what every job of the contract has in common. */
export interface WorkRecord {
  readonly id: string;
  readonly projectId: string;
  readonly state: JobState;
  readonly progress: Progress | null;
  readonly error: JobError | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export interface RecordDeps {
  readonly now: () => string;
  readonly log: Pick<Logger, 'info' | 'error'>;
  readonly control: LeasedStore;
  /** Adds a line to the log that the job's readers see. */
  readonly say: (text: string) => void;
}

const open: readonly JobState[] = ['queued', 'running'];
const progressEveryMs = 250;

/**
 * Carries a record from `queued` to its end around `body`, which returns the fields of a success; the end is noted among
 * the job's effects, so that it comes once. A known error ends it as failed with its sentence, any other as an internal
 * one, with the stack in the log; what may pass is thrown, and the record says meanwhile what it waits for. A job that
 * was cancelled, or taken away, aborts `signal`. Work that a crash interrupted comes again and runs from the start.
 */
export async function runRecord<T extends WorkRecord>(
  of: (control: ControlStore) => Pick<Collection<T>, 'update'>,
  { id }: OpenWork,
  attempt: Attempt,
  body: (record: T, hooks: RunHooks) => Promise<Partial<T>>,
  { control, now, log, say }: RecordDeps,
): Promise<void> {
  const collection = of(control);
  const change = (fields: Partial<WorkRecord>) => fields as Partial<T>;
  const { signal } = attempt;
  const fail = async (reason: JobError) => {
    say(`It has failed: ${reason.detail}`);
    await collection.update(id, change({ state: 'failed', progress: null, error: reason, endedAt: now() }), open);
  };
  const began = change({ state: 'running', startedAt: now(), endedAt: null, progress: null, error: null });
  let record: T | undefined;
  try {
    record = await collection.update(id, began, open);
  } catch (error) {
    // Within its quota when it was accepted, but not any more.
    if (error instanceof QuotaExceeded) return fail(jobError(error, id));
    throw error;
  }
  if (!record) return;

  let step = '';
  let saving: Promise<unknown> = Promise.resolve();
  let savedAt = 0;
  const onProgress = (progress: Progress) => {
    if (progress.step !== step) say(progress.detail);
    step = progress.step;
    if (performance.now() - savedAt < progressEveryMs) return;
    savedAt = performance.now();
    saving = saving.then(() => collection.update(id, change({ progress }), ['running'])).catch(() => undefined);
  };

  try {
    const done = await body(record, { onProgress, onLog: say, signal });
    await saving;
    const success = { ...done, ...change({ state: 'succeeded', progress: null, endedAt: now() }) };
    await control.once('succeeded', (inside) => of(inside).update(id, success, ['running']));
    say('It has succeeded.');
  } catch (error) {
    await saving;
    if (error instanceof LeaseLost) throw error;
    if (signal.aborted) return;
    if (mayPass(error)) {
      say(`${error.message} It is tried again.`);
      const progress = { step: 'wait', detail: `${error.message} It is tried again.`, share: null, etaSeconds: null };
      // The wait for the next attempt is no work.
      await collection.update(id, change({ progress, endedAt: now() }), ['running']).catch(() => undefined);
      throw error;
    }
    if (!(error instanceof KnownError)) log.error({ err: error, id }, 'work failed');
    await fail(jobError(error, id));
  }
}

/** What the failed record `id` keeps of an error: a known one's sentence, of any other where it is logged. */
export function jobError(error: unknown, id: string): JobError {
  return error instanceof KnownError
    ? { code: error.code, detail: error.message, mend: error.mend }
    : {
        code: 'INTERNAL',
        detail: `This is a fault of the program. Its details are in the worker's log under ${id}.`,
        mend: 'Start it again; where it fails again, report it with what the log says.',
      };
}
