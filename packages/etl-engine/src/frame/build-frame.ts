import {
  axisAt,
  type Covariate,
  type ForecastRequest,
  formatPeriod,
  periodOf,
  type TrainingFrame,
} from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { earliest, frameLayout, readBounds } from './frame-layout.ts';
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
  const layout = frameLayout(bounds, axis, source);
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

  const repeats = new Uint32Array(rows);
  let repeated = -1;
  let late = 0;
  const readHistory = async (sql: string) => {
    repeated = -1;
    late = 0;
    repeats.fill(0);
    target.fill(Number.NaN);
    for await (const [item, second, value, ...covariates] of numbers(warehouse, sql)) {
      for (let r = 0; r < item!.length; r++) {
        const i = item![r]!;
        const now = value![r]!;
        const row = rowOf(i, second![r]!);
        if (row < 0 || row >= layout.offset[i]! + layout.history[i]!) {
          if (!Number.isNaN(now)) late++;
          continue;
        }
        put(known, covariates, row, r, 0);
        put(past, covariates, row, r, known.length);
        if (Number.isNaN(now)) continue;
        if (repeats[row]!++ > 0) repeated = row;
        const before = target[row]!;
        target[row] = Number.isNaN(before) ? now : before + (now - before) / repeats[row]!;
      }
    }
  };
  await readHistory(queries.history);
  // A mean, and which row's covariates stay, depend on the order of rows: repeats are read once more, in order.
  if (repeated >= 0) await readHistory(queries.orderedHistory);
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
    notes: [
      ...(repeated < 0 ? [] : [repeatNote(frame, repeats, repeated)]),
      ...(late > 0
        ? [`${late} history rows lie in the first period to forecast or after it: they were not used.`]
        : []),
    ],
  };
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

function repeatNote(frame: TrainingFrame, repeats: Uint32Array, row: number): string {
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
