import {
  axisAt,
  type Frequency,
  formatPeriod,
  formatQuantile,
  type PeriodAxis,
  periodOf,
  periodStart,
} from '@tandem/data-model';
import type { ForecastChart, ItemForecast } from '@tandem/data-model/contract';
import type { ForecastColumns, ItemDescription, ItemSeries } from '@tandem/etl-engine';

export interface ChartParts {
  readonly item: ItemDescription;
  /** What the values are, e.g. the name of the target. */
  readonly unit: string;
  readonly frequency: Frequency;
  /** Last timestamp of the history from which the forecast starts. */
  readonly cutoff: string;
  /** How many steps of the past are shown. */
  readonly steps: number;
  readonly series: ItemSeries;
  readonly forecast: ItemForecast;
}

/**
 * Everything that the chart of one item shows. The past has every step up to the cutoff, with null where nothing was
 * recorded; what the star has learnt about later steps stands apart, as actuals.
 */
export function forecastChart({ item, unit, frequency, cutoff, steps, series, forecast }: ChartParts): ForecastChart {
  const cutoffMs = instantOf(cutoff);
  const axis = axisAt(frequency, cutoffMs);
  const last = periodOf(axis, cutoffMs);
  const known = series.instants.map((it, r) => ({ period: periodOf(axis, it), value: series.target[r]! }));
  const [oldest = last] = known.map((it) => it.period);
  const first = Math.max(oldest, last - steps + 1);
  const values = new Map(known.filter((it) => !Number.isNaN(it.value)).map((it) => [it.period, it.value]));
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
  const ahead = known.filter((it) => it.period > last && values.has(it.period));
  const end = forecast.timestamps.at(-1) ?? cutoff;
  return {
    item: { id: item.id, title: item.title, attributes: { ...item.attributes } },
    unit,
    cutoff,
    history: {
      timestamps: shown.map((it) => formatPeriod(axis, it)),
      values: shown.map((it) => values.get(it) ?? null),
    },
    marks: marksOf(series, axis, { from: periodStart(axis, first), to: instantOf(end) }),
    actuals: { timestamps: ahead.map((it) => formatPeriod(axis, it.period)), values: ahead.map((it) => it.value) },
    forecast,
  };
}

function marksOf(
  { instants, flags }: ItemSeries,
  axis: PeriodAxis,
  shown: { from: number; to: number },
): ForecastChart['marks'] {
  return Object.entries(flags).map(([name, values]) => ({
    name,
    timestamps: instants
      .filter((it, r) => values[r] === 1 && it >= shown.from && it <= shown.to)
      .map((it) => formatPeriod(axis, periodOf(axis, it))),
  }));
}

/** The stored rows of a forecast as the contract has them. */
export function itemForecast(
  itemId: string,
  { instants, mean, quantiles }: ForecastColumns,
  frequency: Frequency,
  note: string | null,
): ItemForecast {
  const axis = axisAt(frequency, instants[0] ?? 0);
  return {
    itemId,
    timestamps: instants.map((it) => formatPeriod(axis, periodOf(axis, it))),
    mean: [...mean],
    quantiles: Object.fromEntries([...quantiles].map(([q, values]) => [formatQuantile(q), [...values]])),
    note,
  };
}

/** A date, or a date and a time, without a zone: UTC. */
function instantOf(timestamp: string): number {
  return Date.parse(timestamp.length > 10 ? `${timestamp.replace(' ', 'T')}Z` : `${timestamp}T00:00:00Z`);
}
