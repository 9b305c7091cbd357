import type { Queue } from '@tandem/ports';
import type { Deps } from '../deps.ts';

/** Sends work again that was accepted, has not ended, and neither waits nor runs, oldest first. */
export async function resumeOpenWork({
  control,
  queue,
}: Pick<Deps, 'control'> & { readonly queue: Pick<Queue, 'send' | 'missing'> }): Promise<number> {
  const open = await queue.missing(await control.openWork());
  for (const work of open) await queue.send(work);
  return open.length;
}
