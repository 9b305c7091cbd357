import { type Covariate, InvalidInput, type Period, parseDay, periodOf, type TrainingFrame } from '@tandem/data-model';

/** A row of a prediction request, at its step. */
export interface Row {
  readonly period: Period;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Rows lie no further than this from the model's data: who asks for another century has a slip in a date. */
const mostSteps = 100_000;

/** First period of some rows and the number of steps from there to the last; 0 steps where there is no row. */
export function span(rows: readonly Row[]): { first: Period; size: number } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { period } of rows) {
    first = Math.min(first, period);
    last = Math.max(last, period);
  }
  return rows.length === 0 ? { first: 0, size: 0 } : { first, size: last - first + 1 };
}

export function periodAt(stored: TrainingFrame, timestamp: unknown, where: string): Period {
  const text = String(timestamp);
  const [date = '', time = ''] = text.split(/[ T]/);
  const ms = Date.parse(time === '' ? `${date}T00:00Z` : `${date}T${time}Z`);
  // Date.parse takes 30 February for 2 March.
  if (Number.isNaN(ms) || Number.isNaN(parseDay(date))) {
    throw new InvalidInput(
      `${where} has the timestamp "${text}", which is no date.`,
      'Write timestamps as 2026-11-23 or 2026-11-23 14:00.',
    );
  }
  const period = periodOf(stored.axis, ms);
  const away = Math.abs(period - (stored.start[0]! + stored.history[0]!));
  if (away > mostSteps) {
    throw new InvalidInput(
      `${where} at ${text} lies ${away} steps from the data of the model, more than the ${mostSteps} that it may.`,
      'Look for a wrong date.',
    );
  }
  return period;
}

/** A row's value of a covariate as the model has it; NaN where it has none, or a level that the model has not met. */
export function code({ name, levels }: Covariate, value: unknown, itemId: string): number {
  if (value === undefined || value === null) return Number.NaN;
  if (levels) return levels.includes(String(value)) ? levels.indexOf(String(value)) : Number.NaN;
  const number = typeof value === 'number' ? value : Number.parseFloat(String(value));
  if (!Number.isFinite(number) || Number(value) !== number) {
    throw new InvalidInput(
      `${itemId} has "${String(value)}" as ${name}, which is a number in the model.`,
      `Give ${name} as a number.`,
    );
  }
  return number;
}
