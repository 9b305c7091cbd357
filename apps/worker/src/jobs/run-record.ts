import { Cancelled, KnownError, mayPass } from '@tandem/data-model';
import type { JobError, JobState, Progress } from '@tandem/data-model/contract';
import type { Attempt, Collection, OpenWork, RunHooks } from '@tandem/ports';
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
}

const open: readonly JobState[] = ['queued', 'running'];
const progressEveryMs = 250;
const watchEveryMs = 400;

/**
 * Carries a record from `queued` to its end around `body`, which returns the fields of a success. A known error ends it
 * as failed with its sentence, any other as an internal one, with the stack in the log; what may pass is tried again by
 * the queue, and the record says meanwhile what it waits for. A record that was cancelled aborts `signal`. Work that a crash interrupted comes again and runs from the
 * start.
 */
export async function runRecord<T extends WorkRecord>(
  collection: Pick<Collection<T>, 'get' | 'update'>,
  { projectId, id }: OpenWork,
  attempt: Attempt,
  body: (record: T, hooks: RunHooks) => Promise<Partial<T>>,
  { now, log }: RecordDeps,
): Promise<void> {
  const change = (fields: Partial<WorkRecord>) => fields as Partial<T>;
  const record = await collection.update(
    id,
    change({ state: 'running', startedAt: now(), progress: null, error: null }),
    open,
  );
  if (!record) return;

  const stop = new AbortController();
  attempt.signal.addEventListener('abort', () => stop.abort(attempt.signal.reason), { once: true });
  const watch = setInterval(async () => {
    const current = await collection.get(projectId, id).catch(() => undefined);
    if (current?.state === 'cancelled') stop.abort(new Cancelled('The run'));
  }, watchEveryMs);
  let saving: Promise<unknown> = Promise.resolve();
  let savedAt = 0;
  const onProgress = (progress: Progress) => {
    if (performance.now() - savedAt < progressEveryMs) return;
    savedAt = performance.now();
    saving = saving.then(() => collection.update(id, change({ progress }), ['running'])).catch(() => undefined);
  };

  try {
    const done = await body(record, { onProgress, onLog: () => undefined, signal: stop.signal });
    await saving;
    await collection.update(id, { ...done, ...change({ state: 'succeeded', progress: null, endedAt: now() }) }, [
      'running',
    ]);
  } catch (error) {
    await saving;
    if (stop.signal.aborted) return;
    if (mayPass(error) && !attempt.isLast) {
      const progress = { step: 'wait', detail: `${error.message} It is tried again.`, share: null, etaSeconds: null };
      await collection.update(id, change({ progress }), ['running']).catch(() => undefined);
      throw error;
    }
    if (!(error instanceof KnownError)) log.error({ err: error, id }, 'work failed');
    await collection.update(
      id,
      change({ state: 'failed', progress: null, error: jobError(error, id), endedAt: now() }),
      ['running'],
    );
  } finally {
    clearInterval(watch);
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
