import { setTimeout as sleep } from 'node:timers/promises';

/** How often a stream looks whether a record has changed. */
const lookEveryMs = 250;

/** A record at each look, until it has come to its end or the process drains. */
export async function* looks<T>(
  look: () => Promise<T>,
  goesOn: (state: T) => boolean,
  closing: AbortSignal,
): AsyncGenerator<T> {
  for (;;) {
    const state = await look();
    yield state;
    if (!goesOn(state)) return;
    await sleep(lookEveryMs, undefined, { signal: closing }).catch(() => undefined);
  }
}
