import {
  type Covariate,
  type ForecastRequest,
  formatPeriod,
  InvalidInput,
  NotFound,
  type Period,
  type TrainingFrame,
} from '@tandem/data-model';
import type { PredictionItem, TrainingJob } from '@tandem/data-model/contract';
import { code, periodAt, type Row, span } from './item-rows.ts';
import { lastAnnounced, openPeriods } from './open-periods.ts';

/** One item on its own, and the periods asked of it. */
export interface ItemFrame {
  readonly frame: TrainingFrame;
  readonly request: ForecastRequest;
}

/**
 * Makes the frame of one item of a prediction request: its history from the request or, where it brings none, from the
 * stored frame, and after it the future rows given or the next `horizon` steps with the stored covariates. Only
 * covariates whose future the job fills may be left out of a future row.
 *
 * @throws NotFound for an unknown item without a history; InvalidInput for a row that does not fit the stored frame
 */
export function itemFrame(
  stored: TrainingFrame,
  item: PredictionItem,
  { timeSeriesConfig, transformations }: Pick<TrainingJob, 'timeSeriesConfig' | 'transformations'>,
  horizon: number,
): ItemFrame {
  const { targetAttributeName: targetName } = timeSeriesConfig;
  const base = item.history ? givenHistory(stored, item) : storedHistory(stored, item.itemId);
  if (!item.future) {
    if (base.history[0] === 0) {
      throw new InvalidInput(
        `${item.itemId} brings neither a row of history nor a future row, so nothing says when its forecast begins.`,
        'Give rows of its history, or the future rows to forecast, or leave history out to use what is stored.',
      );
    }
    return { frame: base, request: openPeriods(base, horizon, lastAnnounced(stored)) };
  }
  if (item.future.length === 0) {
    throw new InvalidInput(
      `${item.itemId} asks for no future row.`,
      'Give the rows to forecast, or leave future out for the next steps.',
    );
  }
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
      if (transformations.filling[name]?.futurefill) continue;
      if (fields[name] === undefined || fields[name] === null) {
        throw new InvalidInput(`${where} lacks ${name}, which the model uses.`, `Give ${name} in every future row.`);
      }
    }
    return { period: periodAt(stored, fields.timestamp, where), fields };
  });
  return withFuture(base, rows, item.itemId);
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

function givenHistory(stored: TrainingFrame, item: PredictionItem): TrainingFrame {
  const seen = new Set<Period>();
  const rows = (item.history ?? []).map((fields, r): Row => {
    const where = `${item.itemId}, history row ${r + 1}`;
    const period = periodAt(stored, fields.timestamp, where);
    if (seen.has(period)) {
      throw new InvalidInput(
        `${where} is the second of its item at ${formatPeriod(stored.axis, period)}.`,
        'Give one row for each step.',
      );
    }
    seen.add(period);
    return { period, fields };
  });
  const { first, size } = span(rows);
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
  const past = base.history[0]!;
  // An item without a past begins where its forecast does.
  const start = past > 0 ? base.start[0]! : span(rows).first;
  const end = start + past;
  const early = rows.find((it) => it.period < end);
  if (early) {
    throw new InvalidInput(
      `${itemId} asks for a forecast at ${formatPeriod(base.axis, early.period)}, but its history runs to ${formatPeriod(base.axis, end - 1)}.`,
      'Ask for timestamps after the last row of the history.',
    );
  }
  const ahead = span([{ period: end, fields: {} }, ...rows]).size;
  const size = past + ahead;
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
      start: Float64Array.of(start),
      offset: Int32Array.of(0, size),
      target: extended(base.target),
      known,
      past: base.past.map((it) => ({ ...it, values: extended(it.values) })),
    },
    request: { item: new Int32Array(periods.length), period: periods },
  };
}
