import type { Aggregation } from '@tandem/data-model/contract';

/** A column of a frame, and what several rows of one period become in it. */
export interface MergedColumn {
  readonly values: Float64Array;
  readonly how: Aggregation;
  /** Whether rows of one timestamp are first taken for one, by their mean: they are repeats, not parts. */
  readonly meansRepeats: boolean;
}

export interface Merged {
  /** Rows that share item and timestamp with one before them; the frame's row of the first, or -1. */
  readonly repeats: number;
  readonly firstRepeat: number;
  /** Timestamps that share a period with one before them; the frame's row of the first, or -1. */
  readonly finer: number;
  readonly firstFiner: number;
}

/**
 * Brings rows together that fall into one row of the frame. They must come in order of item and time, and in the same
 * order each time, because sums and means of doubles depend on it. Missing values take no part. O(1) memory.
 */
export function rowMerger(columns: readonly MergedColumn[]) {
  const k = columns.length;
  const [sum, count] = [new Float64Array(k), new Float64Array(k)]; // of one timestamp
  const [total, parts] = [new Float64Array(k), new Float64Array(k)]; // of one period
  const merged = { repeats: 0, firstRepeat: -1, finer: 0, firstFiner: -1 };
  let row = -1;
  let second = Number.NaN;

  const closeStamp = (c: number) => {
    if (count[c] === 0) return;
    const value = sum[c]! / count[c]!;
    total[c] = parts[c] === 0 ? value : together(columns[c]!.how, total[c]!, value);
    parts[c]!++;
    sum[c] = count[c] = 0;
  };
  const closePeriod = () => {
    for (let c = 0; c < k; c++) {
      closeStamp(c);
      const { values, how } = columns[c]!;
      values[row] = parts[c] === 0 ? Number.NaN : how === 'avg' ? total[c]! / parts[c]! : total[c]!;
      total[c] = parts[c] = 0;
    }
  };
  return {
    add(at: number, when: number, values: readonly Float64Array[], r: number): void {
      if (at !== row) {
        if (row >= 0) closePeriod();
        row = at;
      } else if (when === second) {
        if (merged.repeats++ === 0) merged.firstRepeat = row;
      } else {
        for (let c = 0; c < k; c++) closeStamp(c);
        if (merged.finer++ === 0) merged.firstFiner = row;
      }
      second = when;
      for (let c = 0; c < k; c++) {
        const value = values[c]![r]!;
        if (Number.isNaN(value)) continue;
        sum[c]! += value;
        count[c]!++;
        if (!columns[c]!.meansRepeats) closeStamp(c);
      }
    },
    end(): Merged {
      if (row >= 0) closePeriod();
      return merged;
    },
  };
}

function together(how: Aggregation, before: number, value: number): number {
  switch (how) {
    case 'first':
      return before;
    case 'min':
      return Math.min(before, value);
    case 'max':
      return Math.max(before, value);
    default:
      return before + value;
  }
}
