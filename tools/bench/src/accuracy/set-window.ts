import type { ForecastSet, SetItem } from './forecast-set.ts';

/** One window of a set: what each item's training part is, and which rows after it are to be forecast. */
export interface SetWindow {
  readonly items: readonly WindowItem[];
}

export interface WindowItem {
  readonly id: string;
  /** Training part by period from its first row to its last; NaN where missing. */
  readonly past: Float64Array;
  /** Lines of the training part, and of the rows to forecast. */
  readonly pastLines: readonly string[];
  readonly futureLines: readonly string[];
  /** Period and target of the rows to forecast. */
  readonly futurePeriod: readonly number[];
  readonly actual: readonly number[];
}

/**
 * Window `k` of a set, 0 the earliest. Its cutoff lies `horizon + step * (windows - 1 - k)` steps before the end: of
 * all series, or of each where the set has one window. Items without a row before the cutoff are left out.
 */
export function windowOf(set: ForecastSet, k: number): SetWindow {
  const back = set.horizon + set.step * (set.windows - 1 - k);
  const lastOf = (item: SetItem) => item.period[item.period.length - 1]!;
  const end = set.items.reduce((latest, it) => Math.max(latest, lastOf(it)), Number.NEGATIVE_INFINITY);
  const items = set.items.flatMap((item): WindowItem[] => {
    const cutoff = (set.windows === 1 ? lastOf(item) : end) - back;
    const first = item.period[0]!;
    const rows = item.period.filter((it) => it <= cutoff).length;
    if (rows === 0) return [];
    const until = item.period.filter((it) => it <= cutoff + set.horizon).length;
    const past = new Float64Array(item.period[rows - 1]! - first + 1).fill(Number.NaN);
    for (let r = 0; r < rows; r++) past[item.period[r]! - first] = item.target[r]!;
    return [
      {
        id: item.id,
        past,
        pastLines: item.line.slice(0, rows),
        futureLines: item.line.slice(rows, until),
        futurePeriod: item.period.slice(rows, until),
        actual: item.target.slice(rows, until),
      },
    ];
  });
  return { items };
}
