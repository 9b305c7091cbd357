import { type Covariate, counted, type ForecastRequest, type TrainingFrame } from '@tandem/data-model';
import { type ColumnFilling, type FillStretch, fillStretches, type Transformations } from '@tandem/data-model/contract';
import { extendFrame } from './extend-frame.ts';
import { fillValues, isStatistic, statistic } from './fill-values.ts';

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
 * What a statistic puts into the target is marked as a guess.
 *
 * @param guessed shape (rows); set to 1 where the target is a guess
 * @throws InvalidInput for a level that the column does not have
 */
export function fillGaps(
  frame: TrainingFrame,
  { filling }: Transformations,
  targetName: string,
  { seen, own, request }: RowsInPlay,
  guessed: Uint8Array,
): string[] {
  const first = new Int32Array(frame.items.length);
  const fill = (column: Covariate, how: ColumnFilling, isInPlay: (row: number) => boolean, onFill?: OnFill) =>
    fillColumn(
      frame,
      column,
      how,
      {
        middlefill: () => pastRows(frame, first, own, isInPlay),
        backfill: () => pastRows(frame, own, frame.history, isInPlay),
        futurefill: () => requestedRows(frame, request),
      },
      { ...(onFill ? { onFill } : {}) },
    );
  const notes: string[] = [];
  const ofTarget = filling[targetName];
  if (ofTarget) {
    let [constants, guesses] = [0, 0];
    const onFill: OnFill = (row, stretch) => {
      if (isStatistic(ofTarget[stretch]!)) {
        guessed[row] = 1;
        guesses++;
      } else constants++;
    };
    notes.push(...fill({ name: targetName, values: frame.target }, ofTarget, () => true, onFill));
    if (constants > 0) {
      notes.push(
        `${counted(constants, `filled value of ${targetName} is a constant: it is`, `filled values of ${targetName} are constants: they are`)} learned from and scored like others, so scores flatter where many are filled.`,
      );
    }
    if (guesses > 0) {
      notes.push(
        `${counted(guesses, `filled value of ${targetName} is a statistic`, `filled values of ${targetName} are statistics`)} of the whole past, tested windows included: ${guesses === 1 ? 'it is' : 'they are'} learned from, and not scored.`,
      );
    }
  }
  for (const column of [...frame.known, ...frame.past]) {
    const how = filling[column.name];
    if (how) notes.push(...fill(column, how, (row) => seen[row] === 1 || !Number.isNaN(frame.target[row]!)));
  }
  return notes;
}

/**
 * The frame with known covariates filled in the rows to forecast, as the job says, and with rows for all of these; the
 * frame itself where the job fills none. Throws InvalidInput as `fillGaps` does.
 *
 * @param ofEveryItem what items without a value take; of another frame where this one holds but some of its items
 */
export function fillFuture(
  frame: TrainingFrame,
  { filling }: Transformations,
  request: ForecastRequest,
  ofEveryItem: OfEveryItem = everyItems(frame, { filling }),
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
    const rowsOf = { middlefill: none, backfill: none, futurefill };
    fillColumn(extended, filled, how, rowsOf, { ofEveryItem: () => ofEveryItem(column.name) });
    return filled;
  });
  return { ...extended, known };
}

/** The statistic of every item's values that fills the future of a known covariate; NaN where none does. */
export type OfEveryItem = (column: string) => number;

/** Those of a frame; each is found when it is first asked for, and kept. */
export function everyItems({ known }: TrainingFrame, { filling }: Pick<Transformations, 'filling'>): OfEveryItem {
  const found = new Map<string, number>();
  return (name) => {
    let value = found.get(name);
    if (value === undefined) {
      const method = filling[name]?.futurefill;
      const values = known.find((it) => it.name === name)?.values;
      value = method && isStatistic(method) && values ? statistic(method, values) : Number.NaN;
      found.set(name, value);
    }
    return value;
  };
}

type OnFill = (row: number, stretch: FillStretch) => void;
type RowsOf = Readonly<Record<FillStretch, () => Iterable<readonly [item: number, row: number]>>>;

function fillColumn(
  frame: TrainingFrame,
  column: Covariate,
  how: ColumnFilling,
  rowsOf: RowsOf,
  { onFill, ofEveryItem }: { readonly onFill?: OnFill; readonly ofEveryItem?: () => number },
): string[] {
  // All values are found before any is put in: what fills the middle is no part of the mean that fills the back.
  const plan = fillStretches
    .filter((it) => how[it] !== undefined)
    .map((it) => [it, fillValues(frame, column, how[it]!, how[`${it}_value`], ofEveryItem)] as const);
  const done: string[] = [];
  for (const [stretch, fillers] of plan) {
    let count = 0;
    for (const [item, row] of rowsOf[stretch]()) {
      if (!Number.isNaN(column.values[row]!)) continue;
      column.values[row] = fillers[item]!;
      if (Number.isNaN(fillers[item]!)) continue;
      count++;
      onFill?.(row, stretch);
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
