import { type Covariate, InvalidInput, type Period, parseDay, periodOf, type TrainingFrame } from '@tandem/data-model';

/** A row of a prediction request, at its step. */
export interface Row {
  readonly period: Period;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A request makes no series longer than this: years of minutes are not sent, and a date of another century is a slip. */
const mostSteps = 100_000;

/** First period of some rows and the number of steps from there to the last; 0 steps where there is no row. */
export function span(rows: readonly Row[], itemId: string): { first: Period; size: number } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { period } of rows) {
    first = Math.min(first, period);
    last = Math.max(last, period);
  }
  if (rows.length === 0) return { first: 0, size: 0 };
  const size = last - first + 1;
  if (size <= mostSteps) return { first, size };
  throw new InvalidInput(
    `The rows of ${itemId} span ${size} steps, more than the ${mostSteps} that a request may.`,
    'Look for a wrong date, or send the newest part of the history.',
  );
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
  return periodOf(stored.axis, ms);
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
