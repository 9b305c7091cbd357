import {
  type Covariate,
  type ForecastRequest,
  formatPeriod,
  InvalidInput,
  NotFound,
  type Period,
  periodOf,
  type TrainingFrame,
} from '@tandem/data-model';
import type { PredictionItem } from '@tandem/data-model/contract';

/** One item on its own, and the periods asked of it. */
export interface ItemFrame {
  readonly frame: TrainingFrame;
  readonly request: ForecastRequest;
}

interface Row {
  readonly period: Period;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Makes the frame of one item of a prediction request: its history from the request or, where it brings none, from the
 * stored frame, and after it the future rows given or the next `horizon` steps with the stored covariates.
 *
 * @throws NotFound for an unknown item without a history; InvalidInput for a row that does not fit the stored frame
 */
export function itemFrame(stored: TrainingFrame, item: PredictionItem, targetName: string, horizon: number): ItemFrame {
  const base = item.history ? givenHistory(stored, item, targetName) : storedHistory(stored, item.itemId);
  if (!item.future) return { frame: base, request: openPeriods(base, horizon) };
  const rows = item.future.map((fields, r): Row => {
    const where = `${item.itemId}, future row ${r + 1}`;
    for (const name of ['target', targetName]) {
      if (name in fields) {
        throw new InvalidInput(
          `${where} brings a value for ${name}, which is what is to be forecast.`,
          'Leave the target out of future rows; known past values belong into history.',
        );
      }
    }
    for (const { name } of stored.known) {
      if (fields[name] === undefined || fields[name] === null) {
        throw new InvalidInput(`${where} lacks ${name}, which the model uses.`, `Give ${name} in every future row.`);
      }
    }
    return { period: periodAt(stored, fields.timestamp, where), fields };
  });
  return withFuture(base, rows, item.itemId);
}

/** The steps after the past: those with known covariates where the item has any ahead, else all. */
export function openPeriods(frame: TrainingFrame, horizon: number): ForecastRequest {
  const items: number[] = [];
  const periods: number[] = [];
  for (let i = 0; i < frame.items.length; i++) {
    const end = frame.offset[i]! + frame.history[i]!;
    const ahead = Math.min(horizon, frame.offset[i + 1]! - end);
    const announced = (step: number) =>
      step < ahead && frame.known.some(({ values }) => !Number.isNaN(values[end + step]!));
    let hasAny = false;
    for (let step = 0; step < ahead; step++) hasAny ||= announced(step);
    for (let step = 0; step < horizon; step++) {
      if (hasAny && !announced(step)) continue;
      items.push(i);
      periods.push(frame.start[i]! + frame.history[i]! + step);
    }
  }
  return { item: Int32Array.from(items), period: Float64Array.from(periods) };
}

function storedHistory(stored: TrainingFrame, itemId: string): TrainingFrame {
  const i = stored.items.indexOf(itemId);
  if (i < 0) throw new NotFound('item', itemId);
  const [from, to] = [stored.offset[i]!, stored.offset[i + 1]!];
  const slice = (it: Covariate): Covariate => ({ ...it, values: it.values.subarray(from, to) });
  return {
    axis: stored.axis,
    items: [itemId],
    start: stored.start.subarray(i, i + 1),
    offset: Int32Array.of(0, to - from),
    history: stored.history.subarray(i, i + 1),
    target: stored.target.subarray(from, to),
    known: stored.known.map(slice),
    past: stored.past.map(slice),
    statics: stored.statics.map((it) => ({ ...it, values: it.values.subarray(i, i + 1) })),
  };
}

function givenHistory(stored: TrainingFrame, item: PredictionItem, targetName: string): TrainingFrame {
  const rows = (item.history ?? []).map((fields, r): Row => {
    const where = `${item.itemId}, history row ${r + 1}`;
    return { period: periodAt(stored, fields.timestamp, where), fields: { ...fields, [targetName]: fields.target } };
  });
  const first = Math.min(...rows.map((it) => it.period));
  const last = Math.max(...rows.map((it) => it.period));
  const size = rows.length === 0 ? 0 : last - first + 1;
  const position = stored.items.indexOf(item.itemId);
  const target = new Float64Array(size).fill(Number.NaN);
  const known = stored.known.map((it) => ({ ...it, values: new Float64Array(size).fill(Number.NaN) }));
  const past = stored.past.map((it) => ({ ...it, values: new Float64Array(size).fill(Number.NaN) }));
  for (const { period, fields } of rows) {
    target[period - first] = typeof fields.target === 'number' ? fields.target : Number.NaN;
    for (const column of [...known, ...past])
      column.values[period - first] = code(column, fields[column.name], item.itemId);
  }
  return {
    axis: stored.axis,
    items: [item.itemId],
    start: Float64Array.of(size === 0 ? 0 : first),
    offset: Int32Array.of(0, size),
    history: Int32Array.of(size),
    target,
    known,
    past,
    statics: stored.statics.map((it) => ({
      ...it,
      values: Float64Array.of(position < 0 ? Number.NaN : it.values[position]!),
    })),
  };
}

function withFuture(base: TrainingFrame, rows: readonly Row[], itemId: string): ItemFrame {
  const start = base.start[0]!;
  const past = base.history[0]!;
  const end = start + past;
  const early = rows.find((it) => it.period < end);
  if (early) {
    throw new InvalidInput(
      `${itemId} asks for a forecast at ${formatPeriod(base.axis, early.period)}, but its history runs to ${formatPeriod(base.axis, end - 1)}.`,
      'Ask for timestamps after the last row of the history.',
    );
  }
  const size = Math.max(...rows.map((it) => it.period)) - start + 1;
  const extended = (from: Float64Array) => {
    const values = new Float64Array(size).fill(Number.NaN);
    values.set(from.subarray(0, past));
    return values;
  };
  const known = base.known.map((it) => ({ ...it, values: extended(it.values) }));
  for (const { period, fields } of rows) {
    for (const column of known) column.values[period - start] = code(column, fields[column.name], itemId);
  }
  const periods = Float64Array.from(new Set(rows.map((it) => it.period))).sort();
  return {
    frame: {
      ...base,
      offset: Int32Array.of(0, size),
      target: extended(base.target),
      known,
      past: base.past.map((it) => ({ ...it, values: extended(it.values) })),
    },
    request: { item: new Int32Array(periods.length), period: periods },
  };
}

function periodAt(stored: TrainingFrame, timestamp: unknown, where: string): Period {
  const text = String(timestamp);
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text)
    ? Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`)
    : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new InvalidInput(
      `${where} has the timestamp "${text}", which is no date.`,
      'Write timestamps as 2026-11-23 or 2026-11-23 14:00.',
    );
  }
  return periodOf(stored.axis, ms);
}

function code({ name, levels }: Covariate, value: unknown, itemId: string): number {
  if (value === undefined || value === null) return Number.NaN;
  if (levels) return levels.includes(String(value)) ? levels.indexOf(String(value)) : Number.NaN;
  const number = Number(value);
  if (!Number.isFinite(number)) {
    throw new InvalidInput(
      `${itemId} has "${String(value)}" as ${name}, which is a number in the model.`,
      `Give ${name} as a number.`,
    );
  }
  return number;
}
