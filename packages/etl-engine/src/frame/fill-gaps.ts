import type { Covariate, ForecastRequest, TrainingFrame } from '@tandem/data-model';
import { type ColumnFilling, type FillStretch, fillStretches, type Transformations } from '@tandem/data-model/contract';
import { extendFrame } from './extend-frame.ts';
import { fillValues } from './fill-values.ts';

/** The rows of a frame whose covariates can be filled: periods in which nothing happened stay without values. */
export interface RowsInPlay {
  /** 1 where the history has a row, shape (rows). */
  readonly seen: Uint8Array;
  /** Past rows of each item up to its own last one, shape (n). */
  readonly own: Int32Array;
  /** Rows to forecast. */
  readonly request: ForecastRequest;
}

/**
 * Fills missing values in place, as the job says, and tells of each column how many. The target is filled in every
 * period of an item's past; a covariate where the history has a row or the target a value, and in the rows to forecast.
 *
 * @throws InvalidInput for a level that the column does not have
 */
export function fillGaps(
  frame: TrainingFrame,
  { filling }: Transformations,
  targetName: string,
  { seen, own, request }: RowsInPlay,
): string[] {
  const first = new Int32Array(frame.items.length);
  const fill = (column: Covariate, how: ColumnFilling, isInPlay: (row: number) => boolean) =>
    fillColumn(frame, column, how, {
      middlefill: () => pastRows(frame, first, own, isInPlay),
      backfill: () => pastRows(frame, own, frame.history, isInPlay),
      futurefill: () => requestedRows(frame, request),
    });
  const notes: string[] = [];
  const ofTarget = filling[targetName];
  if (ofTarget) notes.push(...fill({ name: targetName, values: frame.target }, ofTarget, () => true));
  for (const column of [...frame.known, ...frame.past]) {
    const how = filling[column.name];
    if (how) notes.push(...fill(column, how, (row) => seen[row] === 1 || !Number.isNaN(frame.target[row]!)));
  }
  return notes;
}

/**
 * The frame with known covariates filled in the rows to forecast, as the job says, and with rows for all of these; the
 * frame itself where the job fills none. Throws InvalidInput as `fillGaps` does.
 */
export function fillFuture(
  frame: TrainingFrame,
  { filling }: Transformations,
  request: ForecastRequest,
): TrainingFrame {
  if (!frame.known.some((it) => filling[it.name]?.futurefill)) return frame;
  let ahead = 0;
  for (let r = 0; r < request.item.length; r++) {
    const i = request.item[r]!;
    ahead = Math.max(ahead, request.period[r]! - frame.start[i]! - frame.history[i]! + 1);
  }
  const extended = extendFrame(frame, ahead);
  const none = () => [];
  const futurefill = () => requestedRows(extended, request);
  const known = extended.known.map((column) => {
    const how = filling[column.name];
    if (!how?.futurefill) return column;
    const filled = { ...column, values: column.values.slice() };
    fillColumn(extended, filled, how, { middlefill: none, backfill: none, futurefill });
    return filled;
  });
  return { ...extended, known };
}

type RowsOf = Readonly<Record<FillStretch, () => Iterable<readonly [item: number, row: number]>>>;

function fillColumn(frame: TrainingFrame, column: Covariate, how: ColumnFilling, rowsOf: RowsOf): string[] {
  // All values are found before any is put in: what fills the middle is no part of the mean that fills the back.
  const plan = fillStretches
    .filter((it) => how[it] !== undefined)
    .map((it) => [it, fillValues(frame, column, how[it]!, how[`${it}_value`])] as const);
  const done: string[] = [];
  for (const [stretch, fillers] of plan) {
    let count = 0;
    for (const [item, row] of rowsOf[stretch]()) {
      if (!Number.isNaN(column.values[row]!)) continue;
      column.values[row] = fillers[item]!;
      if (!Number.isNaN(fillers[item]!)) count++;
    }
    if (count > 0) done.push(`${count} by ${stretch} ${how[`${stretch}_value`] ?? how[stretch]}`);
  }
  return done.length > 0 ? [`Missing values of ${column.name} were filled: ${done.join(', ')}.`] : [];
}

/** Past rows of each item from one number of rows on up to another, where they are in play. */
function* pastRows(
  { items, offset }: TrainingFrame,
  from: Int32Array,
  to: Int32Array,
  isInPlay: (row: number) => boolean,
): Generator<readonly [number, number]> {
  for (let i = 0; i < items.length; i++) {
    for (let row = offset[i]! + from[i]!; row < offset[i]! + to[i]!; row++) if (isInPlay(row)) yield [i, row];
  }
}

/** Rows of a request that the frame has. */
export function* requestedRows(
  { offset, start }: TrainingFrame,
  { item, period }: ForecastRequest,
): Generator<readonly [number, number]> {
  for (let r = 0; r < item.length; r++) {
    const i = item[r]!;
    const row = offset[i]! + period[r]! - start[i]!;
    if (row >= offset[i]! && row < offset[i + 1]!) yield [i, row];
  }
}
