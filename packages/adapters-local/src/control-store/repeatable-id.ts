import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';

interface Repeated {
  readonly key: string;
  readonly atMs: number;
  /** How many ids of each prefix were given. */
  readonly given: Map<string, number>;
}

const present = new AsyncLocalStorage<Repeated>();

/** Does work whose ids follow from a key: done again, it gives the same ones in the same order. */
export function repeatably<T>(key: string, at: string, work: () => T): T {
  return present.run({ key, atMs: Date.parse(at), given: new Map() }, work);
}

/** The next id of the present work, in the form of `newId`; undefined where its ids follow from no key. */
export function repeatableId(prefix: string): string | undefined {
  const it = present.getStore();
  if (!it) return undefined;
  const n = it.given.get(prefix) ?? 0;
  it.given.set(prefix, n + 1);
  const digest = createHash('sha256')
    .update(JSON.stringify([it.key, prefix, n]))
    .digest('hex');
  return `${prefix}_${it.atMs.toString(16).padStart(12, '0')}7${digest.slice(0, 3)}8${digest.slice(3, 18)}`;
}
