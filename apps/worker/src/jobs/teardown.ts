import { runTeardown } from '@tandem/control-plane';
import { KnownError, mayPass } from '@tandem/data-model';
import type { Attempt, OpenWork } from '@tandem/ports';

import type { WorkerDeps } from './run-job.ts';
import { jobError } from './run-record.ts';

/** Deletes a project: empties its places one after another, and proves that nothing is left. */
export async function teardown(
  { id }: OpenWork,
  attempt: Attempt,
  { control, log, now, places }: Pick<WorkerDeps, 'control' | 'log' | 'now' | 'places'>,
): Promise<void> {
  const { teardowns } = control;
  const record = await teardowns.update(id, { state: 'running', error: null }, ['queued', 'running']);
  if (!record) return;
  if (record.startedAt === null) await teardowns.update(id, { startedAt: now() });
  try {
    const left = await runTeardown(record, { control, places, clock: () => new Date(now()) });
    await teardowns.update(id, { state: 'succeeded', left, endedAt: now() }, ['running']);
  } catch (error) {
    if (mayPass(error) && !attempt.isLast) throw error;
    if (!(error instanceof KnownError)) log.error({ err: error, id }, 'deleting a project failed');
    await teardowns.update(id, { state: 'failed', error: jobError(error, id), endedAt: now() }, ['running']);
  }
}
