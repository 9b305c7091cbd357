import {
  axisAt,
  type Covariate,
  type ForecastRequest,
  formatFrequency,
  formatPeriod,
  InvalidInput,
  NothingToForecast,
  type PeriodAxis,
  periodOf,
  type TrainingFrame,
} from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { frameQueries } from './frame-queries.ts';
import type { CovariateColumn, FrameSource } from './frame-source.ts';
import { numbers, texts } from './read-columns.ts';

export interface BuiltFrame {
  readonly frame: TrainingFrame;
  /** The periods of the future relation's rows, by item, each once. */
  readonly request: ForecastRequest;
  /** What was done to the data on the way, in sentences. */
  readonly notes: readonly string[];
}

/** More rows than this come from a wrong frequency or a wrong date. */
const maxRows = 400_000_000;

/**
 * Reads a frame from a warehouse: the bounds of each item first, then the rows, each put where it belongs, so nothing
 * is sorted and memory is that of the frame. Of several rows in one period the mean is taken, and a note says so.
 *
 * @throws NothingToForecast where the history has no row; InvalidInput where the frequency does not fit the data
 */
export async function buildFrame(warehouse: Warehouse, source: FrameSource): Promise<BuiltFrame> {
  const queries = frameQueries(source);
  const bounds = await readBounds(warehouse, queries.items);
  const axis = axisAt(source.frequency, earliest(bounds) * 1000);
  const layout = arrange(bounds, axis, source);
  const rows = layout.offset[bounds.items.length]!;
  const columns = async (list: readonly CovariateColumn[], size: number): Promise<Covariate[]> =>
    Promise.all(
      list.map(async ({ name, kind }, c) => ({
        name,
        ...(kind === 'category' ? { levels: await texts(warehouse, queries.levels(list[c]!)) } : {}),
        values: doubles(size),
      })),
    );
  const known = await columns(source.known, rows);
  const past = await columns(source.past, rows);
  const statics = await columns(source.statics?.columns ?? [], bounds.items.length);
  const target = doubles(rows);
  const rowOf = (item: number, second: number) => {
    const row = layout.offset[item]! + periodOf(axis, second * 1000) - layout.start[item]!;
    return row >= layout.offset[item]! && row < layout.offset[item + 1]! ? row : -1;
  };

  const repeats = new Uint16Array(rows);
  let repeated = -1;
  for await (const [item, second, value, ...covariates] of numbers(warehouse, queries.history)) {
    for (let r = 0; r < item!.length; r++) {
      const row = rowOf(item![r]!, second![r]!);
      if (row < 0) continue;
      const before = target[row]!;
      const now = value![r]!;
      if (repeats[row]!++ > 0) repeated = row;
      target[row] = Number.isNaN(before) ? now : Number.isNaN(now) ? before : before + (now - before) / repeats[row]!;
      put(known, covariates, row, r, 0);
      put(past, covariates, row, r, known.length);
    }
  }
  const wanted = new Set<number>();
  if (queries.future) {
    for await (const [item, second, ...covariates] of numbers(warehouse, queries.future)) {
      for (let r = 0; r < item!.length; r++) {
        const row = rowOf(item![r]!, second![r]!);
        if (row < 0) continue;
        wanted.add(row);
        put(known, covariates, row, r, 0);
      }
    }
  }
  if (queries.statics) {
    for await (const [item, ...covariates] of numbers(warehouse, queries.statics)) {
      for (let r = 0; r < item!.length; r++) put(statics, covariates, item![r]!, r, 0);
    }
  }
  const frame: TrainingFrame = { axis, items: bounds.items, ...layout, target, known, past, statics };
  return {
    frame,
    request: requestOf(frame, wanted),
    notes: repeated < 0 ? [] : [repeatNote(frame, repeats, repeated)],
  };
}

interface Bounds {
  readonly items: string[];
  /** Seconds since 1970; NaN where an item has no past, or no future row. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly lastFuture: Float64Array;
}

async function readBounds(warehouse: Warehouse, sql: string): Promise<Bounds> {
  const items: string[] = [];
  const parts: Float64Array[][] = [[], [], []];
  for await (const { columns } of warehouse.rows(sql)) {
    items.push(...(columns[0]!.values as string[]));
    for (let c = 0; c < 3; c++) parts[c]!.push(columns[c + 1]!.values as Float64Array);
  }
  const [first, last, lastFuture] = parts.map((it) => joined(it, items.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { items, first, last, lastFuture };
}

function earliest({ first }: Bounds): number {
  const value = first.reduce((least, it) => (it < least || Number.isNaN(least) ? it : least), Number.NaN);
  if (Number.isNaN(value)) {
    throw new NothingToForecast(
      'The history has no row with a target.',
      'Give at least one row with an item, a timestamp and a number.',
    );
  }
  return value;
}

/** Start, row bounds and length of the past of each item. */
function arrange({ items, first, last, lastFuture }: Bounds, axis: PeriodAxis, source: FrameSource) {
  const n = items.length;
  const start = new Float64Array(new SharedArrayBuffer(8 * n));
  const history = new Int32Array(new SharedArrayBuffer(4 * n));
  const offset = new Int32Array(new SharedArrayBuffer(4 * (n + 1)));
  const commonEnd = periodOf(
    axis,
    last.reduce((most, it) => Math.max(most, Number.isNaN(it) ? most : it), Number.NEGATIVE_INFINITY) * 1000,
  );
  let total = 0;
  for (let i = 0; i < n; i++) {
    const end = source.end === 'common' ? commonEnd : periodOf(axis, last[i]! * 1000);
    const hasPast = !Number.isNaN(first[i]!);
    // An item without a past starts after the last past of all, so that a forecast's horizon is still counted from there.
    start[i] = hasPast ? periodOf(axis, first[i]! * 1000) : commonEnd + 1;
    history[i] = hasPast ? Math.max(0, end - start[i]! + 1) : 0;
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
  return { start, history, offset };
}

function requestOf(frame: TrainingFrame, wanted: Set<number>): ForecastRequest {
  const rows = Float64Array.from(wanted).sort();
  const item = new Int32Array(rows.length);
  const period = new Float64Array(rows.length);
  for (let r = 0, i = 0; r < rows.length; r++) {
    while (rows[r]! >= frame.offset[i + 1]!) i++;
    item[r] = i;
    period[r] = frame.start[i]! + rows[r]! - frame.offset[i]!;
  }
  return { item, period };
}

function repeatNote(frame: TrainingFrame, repeats: Uint16Array, row: number): string {
  const count = repeats.reduce((sum, it) => sum + Math.max(0, it - 1), 0);
  const item = frame.offset.findIndex((it) => it > row) - 1;
  const at = formatPeriod(frame.axis, frame.start[item]! + row - frame.offset[item]!);
  return `${count} rows share item and timestamp with another, e.g. ${frame.items[item]} at ${at}: the mean of each group was used.`;
}

function put(
  columns: readonly Covariate[],
  values: readonly Float64Array[],
  row: number,
  r: number,
  from: number,
): void {
  for (let c = 0; c < columns.length; c++) columns[c]!.values[row] = values[from + c]![r]!;
}

function doubles(size: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * size)).fill(Number.NaN);
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
