import type { Load } from '@tandem/data-model/contract';
import { hasWritten } from './loads.ts';

/**
 * The loads of files whose rows the star holds now, the latest to write first. A revert takes back what was written
 * since the load that it reverts to.
 */
export function writersOf(loads: readonly Load[]): Load[] {
  const written = loads.filter(hasWritten).sort((a, b) => (endOf(a) < endOf(b) ? 1 : -1));
  const writers: Load[] = [];
  for (let k = 0; k < written.length; k++) {
    const it = written[k]!;
    if (it.kind !== 'revert') writers.push(it);
    else {
      // Goes on with the load reverted to, which ended before this one began.
      const to = written.findIndex((other) => other.id === it.revertsTo);
      if (to <= k) break;
      k = to - 1;
    }
  }
  return writers;
}

const endOf = ({ endedAt, id }: Load): string => `${endedAt ?? ''} ${id}`;
