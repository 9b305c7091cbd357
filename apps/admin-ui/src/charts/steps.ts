import type { ForecastChart, ItemForecast } from '@tandem/data-model/contract';
import { atUtc } from '../i18n/format.ts';

/** One step of the chart's time with everything that is known of it; null where nothing is. */
export interface Step {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly timestamp: string;
  readonly sales: number | null;
  readonly actual: number | null;
  readonly mean: number | null;
  readonly quantiles: Readonly<Record<string, number>> | null;
  /** Names of the marks that are set. */
  readonly marks: readonly string[];
}

type Source = Pick<ForecastChart, 'history' | 'marks' | 'actuals' | 'forecast'>;

/**
 * The chart as a table, oldest step first: what is drawn, read out under the crosshair, shown as rows and saved as CSV.
 * Steps that nobody named stand between as empty ones, so that a closed day is a gap and not a bridge.
 */
export function chartSteps({ history, marks, actuals, forecast }: Source): Step[] {
  const steps = new Map<string, Step>();
  const put = (timestamp: string, part: Partial<Step>) => {
    const known = steps.get(timestamp) ?? emptyStep(atUtc(timestamp), timestamp);
    steps.set(timestamp, { ...known, ...part });
  };
  for (const [i, timestamp] of history.timestamps.entries()) put(timestamp, { sales: history.values[i] ?? null });
  for (const [i, timestamp] of forecast.timestamps.entries()) put(timestamp, forecastAt(forecast, i));
  for (const [i, timestamp] of actuals.timestamps.entries()) put(timestamp, { actual: actuals.values[i] ?? null });

  const filled = withGaps([...steps.values()].sort((a, b) => a.at - b.at));
  const named = marks.map(({ name, timestamps }) => ({ name, on: new Set(timestamps) }));
  return filled.map((step) => ({
    ...step,
    marks: named.filter(({ on }) => on.has(step.timestamp)).map(({ name }) => name),
  }));
}

/** A forecast without a past, as an endpoint gives it. */
export const forecastSteps = (forecast: ItemForecast): Step[] =>
  chartSteps({ history: { timestamps: [], values: [] }, marks: [], actuals: { timestamps: [], values: [] }, forecast });

const emptyStep = (at: number, timestamp: string): Step => ({
  at,
  timestamp,
  sales: null,
  actual: null,
  mean: null,
  quantiles: null,
  marks: [],
});

function forecastAt(forecast: ItemForecast, i: number): Partial<Step> {
  const quantiles = Object.entries(forecast.quantiles).map(([name, values]) => [name, values[i]!] as const);
  return { mean: forecast.mean[i] ?? null, quantiles: Object.fromEntries(quantiles) };
}

/** Puts empty steps where the distance of two is more than one and a half of the usual one. */
function withGaps(steps: readonly Step[]): Step[] {
  const usual = median(steps.slice(1).map((step, i) => step.at - steps[i]!.at));
  return steps.flatMap((step, i) => {
    const next = steps[i + 1];
    const missing = next ? Math.round((next.at - step.at) / usual) - 1 : 0;
    if (missing < 1 || next!.at - step.at <= 1.5 * usual) return [step];
    const between = Array.from({ length: missing }, (_, k) => {
      const at = step.at + (k + 1) * usual;
      return emptyStep(at, stampLike(step.timestamp, at));
    });
    return [step, ...between];
  });
}

/** The middle value, the lower one of two: a gap must not pass for the usual distance. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
}

function stampLike(model: string, at: number): string {
  const iso = new Date(at).toISOString();
  return model.length > 10 ? iso.slice(0, model.length).replace('T', model[10]!) : iso.slice(0, 10);
}

/** Index of the step nearest to a time; steps are in order of time. */
export function nearestStep(steps: readonly Step[], at: number): number {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  const before = steps[low - 1];
  return before && at - before.at <= steps[low]!.at - at ? low - 1 : low;
}
