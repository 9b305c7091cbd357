import { TooManyTries } from '@tandem/data-model';
import type { IdentityStore } from '@tandem/ports';
import type { Clock } from '../deps.ts';

type Store = Pick<IdentityStore, 'failedTries' | 'recordFailedTry' | 'forgetFailedTries'>;

/** Failed tries that cost nothing: people mistype, and many may share an address. */
const free = { name: 4, address: 49 } as const;
const longestMs = 15 * 60_000;

/** How long after so many failed tries the next is looked at: a second, doubled by each, a quarter of an hour at most. */
export function backoffMs(failed: number, free: number): number {
  return failed <= free ? 0 : Math.min(longestMs, 1_000 * 2 ** Math.min(failed - free - 1, 30));
}

/**
 * Looks at a secret that people type, unless too many tries failed at this name, or from this address, and not long ago.
 * A name that nobody has is treated as any other.
 *
 * @throws TooManyTries
 */
export async function guarded<T>(
  store: Store,
  clock: Clock,
  { name, address }: { readonly name: string; readonly address: string },
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const keys = [
    { key: `name ${name}`, free: free.name },
    { key: `address ${address}`, free: free.address },
  ];
  const tried = 'Too many tries to sign in have failed.';
  const seen = await Promise.all(keys.map(({ key }) => store.failedTries(key)));
  for (const [k, { count, at }] of seen.entries()) {
    const left = at === null ? 0 : at.getTime() + backoffMs(count, keys[k]!.free) - clock().getTime();
    if (left > 0) throw new TooManyTries(tried, Math.ceil(left / 1_000));
  }
  // Counted before the answer is known. Of tries made at once, when each costs a wait, one alone is looked at.
  for (const [k, { key, free }] of keys.entries()) {
    const { count } = seen[k]!;
    const now = await store.recordFailedTry(key, count > free ? count : undefined);
    // Others were counted meanwhile: those past the free ones are not looked at.
    if (now === undefined || (count <= free && now > free + 1)) throw new TooManyTries(tried, 1);
  }
  const found = await look();
  if (found === undefined) return undefined;
  // The address stays counted: somebody with an account of their own would else try others' for ever.
  await store.forgetFailedTries(keys[0]!.key);
  return found;
}
