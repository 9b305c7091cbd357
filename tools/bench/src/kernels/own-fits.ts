import { etsSpec, fitEts, itemCandidates, thetaError } from '@tandem/ml-pipeline';
import type { BenchSeries } from './generated-series.ts';

type Family = 'ets' | 'theta';

/** CPU seconds in which our family fits all series, over every form it admits. */
export function ownSeconds(family: Family, series: readonly BenchSeries[]): number {
  const candidate = itemCandidates.find((it) => it.name === family)!;
  const fitAll = (some: readonly BenchSeries[]) => {
    for (const { y, m } of some) {
      candidate.fit({ y: Float64Array.from(y), seasons: m > 1 ? [m] : [], horizon: 12, effort: 'best' });
    }
  };
  // The other side's compilation isn't counted either.
  fitAll(series.filter((_, k) => k % 4 === 0));
  const before = process.cpuUsage();
  fitAll(series);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** -2 log likelihood but for a constant of one form, as `AAdM`. */
export const ownLoss = ({ y, m }: BenchSeries, form: string) => fitEts(Float64Array.from(y), etsSpec(form, m)).loss;

/** Mean squared error of Theta one step ahead, from the third value on, on a series without a season. */
export const ownThetaError = ({ y }: BenchSeries) => thetaError(Float64Array.from(y));
