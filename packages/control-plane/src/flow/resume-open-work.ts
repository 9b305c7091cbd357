import type { Deps } from '../deps.ts';

/** Sends all work again that was accepted and has not ended, oldest first; what waits already is not sent twice. */
export async function resumeOpenWork({ control, queue }: Deps): Promise<number> {
  const open = await control.openWork();
  for (const work of open) await queue.send(work);
  return open.length;
}
