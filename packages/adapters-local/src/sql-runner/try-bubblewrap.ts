import { setTimeout as delay } from 'node:timers/promises';
import type { QuerySandbox } from '@tandem/ports';
import type { QueryProcess } from './query-process.ts';

/** Before each further try: a machine that has much to do at its start may let the first ones fail. */
const pausesMs = [200, 1000];

const unbounded = 'prlimit is not installed, so that the memory of their processes has no bound of its own';

/** A test at the start, and no assumption: user namespaces are often forbidden where the program is installed. */
export async function tryBubblewrap(
  bwrap: string | undefined,
  bounded: boolean,
  start: (bwrap: string) => Promise<Pick<QueryProcess, 'kill'>>,
): Promise<{ sandbox: QuerySandbox; works: string | undefined }> {
  const process = (why: string): QuerySandbox => ({ kind: 'process', reason: bounded ? why : `${why}; ${unbounded}` });
  if (!bwrap) return { sandbox: process('bubblewrap (bwrap) is not installed'), works: undefined };
  for (const pauseMs of [...pausesMs, undefined]) {
    try {
      (await start(bwrap)).kill();
      return { sandbox: bounded ? { kind: 'bubblewrap' } : { kind: 'bubblewrap', reason: unbounded }, works: bwrap };
    } catch (error) {
      if (pauseMs === undefined) {
        const why = error instanceof Error ? error.message : String(error);
        return { sandbox: process(`bubblewrap cannot start here: ${why}`), works: undefined };
      }
      await delay(pauseMs);
    }
  }
  throw new Error('a last try neither worked nor failed');
}
