import { formatFrequency, InvalidInput, NothingToForecast, type PeriodAxis, periodOf } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import type { FrameSource } from './frame-source.ts';

/** More rows than this come from a wrong frequency or a wrong date. */
const maxRows = 400_000_000;

export interface Bounds {
  readonly items: string[];
  /** Seconds since 1970; NaN where an item has no past, or no future row. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly firstFuture: Float64Array;
  readonly lastFuture: Float64Array;
}

export async function readBounds(warehouse: Warehouse, sql: string): Promise<Bounds> {
  const items: string[] = [];
  const parts: Float64Array[][] = [[], [], [], []];
  for await (const { columns } of warehouse.rows(sql)) {
    for (const item of columns[0]!.values as string[]) items.push(item);
    for (let c = 0; c < parts.length; c++) parts[c]!.push(columns[c + 1]!.values as Float64Array);
  }
  const [first, last, firstFuture, lastFuture] = parts.map((it) => joined(it, items.length));
  return { items, first: first!, last: last!, firstFuture: firstFuture!, lastFuture: lastFuture! };
}

export function earliest({ first }: Bounds): number {
  const value = least(first);
  if (Number.isNaN(value)) {
    throw new NothingToForecast(
      'The history has no row with a target.',
      'Give at least one row with an item, a timestamp and a number.',
    );
  }
  return value;
}

/** The least of some numbers, or NaN where all are NaN. */
function least(values: Float64Array): number {
  return values.reduce((least, it) => (it < least || Number.isNaN(least) ? it : least), Number.NaN);
}

/**
 * Start, row bounds and length of the past of each item, and how much of it lies before its `own` end. A past ends before the first period to forecast, so that
 * nothing is forecast from its own period.
 */
export function frameLayout(
  { items, first, last, firstFuture, lastFuture }: Bounds,
  axis: PeriodAxis,
  source: FrameSource,
) {
  const n = items.length;
  const start = new Float64Array(new SharedArrayBuffer(8 * n));
  const history = new Int32Array(new SharedArrayBuffer(4 * n));
  const offset = new Int32Array(new SharedArrayBuffer(4 * (n + 1)));
  const own = new Int32Array(n);
  const fillsBack = source.transformations.filling[source.targetName]?.backfill !== undefined;
  const commonEnd = periodOf(
    axis,
    last.reduce((most, it) => Math.max(most, Number.isNaN(it) ? most : it), Number.NEGATIVE_INFINITY) * 1000,
  );
  const firstAhead = (second: number) =>
    Number.isNaN(second) ? Number.POSITIVE_INFINITY : periodOf(axis, second * 1000);
  const commonAhead = firstAhead(least(firstFuture));
  let total = 0;
  for (let i = 0; i < n; i++) {
    const ownEnd = periodOf(axis, last[i]! * 1000);
    const end = source.end === 'common' || fillsBack ? commonEnd : ownEnd;
    const opens = source.end === 'common' ? commonAhead : firstAhead(firstFuture[i]!);
    const hasPast = !Number.isNaN(first[i]!);
    // An item without a past starts after the last past of all, so that a forecast's horizon is still counted from there.
    start[i] = Math.min(hasPast ? periodOf(axis, first[i]! * 1000) : commonEnd + 1, firstAhead(firstFuture[i]!));
    history[i] = hasPast ? Math.max(0, Math.min(end, opens - 1) - start[i]! + 1) : 0;
    own[i] = hasPast ? Math.min(history[i]!, ownEnd - start[i]! + 1) : 0;
    const ahead = Number.isNaN(lastFuture[i]!) ? 0 : periodOf(axis, lastFuture[i]! * 1000) - start[i]! + 1;
    total += Math.max(history[i]!, ahead);
    if (total > maxRows) {
      throw new InvalidInput(
        `At frequency ${formatFrequency(source.frequency)} the series up to item ${items[i]} have more than ${maxRows} steps.`,
        'Give the frequency at which the data were recorded, and look for a wrong date.',
      );
    }
    offset[i + 1] = total;
  }
  return { start, history, offset, own };
}

function joined(parts: readonly Float64Array[], size: number): Float64Array {
  const all = new Float64Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
