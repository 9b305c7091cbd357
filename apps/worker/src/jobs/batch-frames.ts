import { objectKeys } from '@tandem/control-plane';
import type { ControlStore, ObjectStore } from '@tandem/ports';

/** Batch forecasts of a project, newest first, that can be explained. */
const mostKept = 3;

interface Stores {
  readonly control: { readonly batchForecasts: Pick<ControlStore['batchForecasts'], 'list'> };
  readonly objects: ObjectStore;
}

/** Does what needs a batch forecast's frame; where it fails, the frame is removed. */
export async function withBatchFrame<T>(objects: ObjectStore, frameKey: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    await objects.delete(frameKey);
    throw error;
  }
}

/** Removes the frames of a project's batch forecasts but for the newest that are done, `doneId` among them, and those under way. */
export async function dropOldFrames({ control, objects }: Stores, projectId: string, doneId: string): Promise<void> {
  const all = await control.batchForecasts.list(projectId);
  const done = all
    .filter(({ id, state }) => id === doneId || state === 'succeeded')
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const open = all.filter(({ state }) => state === 'queued' || state === 'running');
  const kept = new Set([...done.slice(0, mostKept), ...open].map(({ id }) => objectKeys.batchFrame(projectId, id)));
  for (const { key } of await objects.list(`${objectKeys.project(projectId)}/batch-forecasts/`)) {
    if (key.endsWith('/frame.bin') && !kept.has(key)) await objects.delete(key);
  }
}
