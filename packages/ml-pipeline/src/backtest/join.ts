import type { FitResult } from '../tasks.ts';

/** Joins one array of results, in their order, in shared memory. */
export function join(results: readonly FitResult[], key: 'medians' | 'parameters', length: number): Float64Array {
  const out = new Float64Array(new SharedArrayBuffer(8 * length));
  let at = 0;
  for (const it of results) {
    out.set(it[key], at);
    at += it[key].length;
  }
  return out;
}
