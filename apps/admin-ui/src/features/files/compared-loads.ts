import type { LoadSummary } from '@tandem/data-model/contract';

/** The loads that published a snapshot, which alone can be compared. */
export const publishedLoads = (loads: readonly LoadSummary[]): LoadSummary[] =>
  loads.filter(({ kind, state }) => kind !== 'plan' && state === 'succeeded');

/**
 * Which two loads are compared: the ones that are asked for, else the newest with the one before it. A load that is
 * older than the listed ones is compared with the newest. Undefined where there are no two. Loads come newest first.
 */
export function comparedLoads(
  published: readonly LoadSummary[],
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): { readonly from: string; readonly to: string } | undefined {
  const newest = published.find(({ id }) => id !== from)?.id;
  const after = to ?? newest;
  if (after === undefined) return undefined;
  if (from !== undefined) return { from, to: after };
  const place = published.findIndex(({ id }) => id === after);
  if (place < 0) return newest === undefined ? undefined : { from: after, to: newest };
  const before = published[place + 1]?.id;
  return before === undefined ? undefined : { from: before, to: after };
}
