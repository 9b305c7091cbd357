import { parseQuantile } from '@tandem/data-model';
import { byLevel } from './bands.ts';

/** How often a quantile was right: the share of actual values at or below it, beside the share that it promised. */
export interface CoveragePoint {
  readonly quantile: string;
  readonly nominal: number;
  readonly observed: number;
}

/** The known points, ascending. */
export function coveragePoints(coverage: Readonly<Record<string, number | null>>): CoveragePoint[] {
  return byLevel(Object.keys(coverage)).flatMap((quantile) => {
    const observed = coverage[quantile];
    return observed == null ? [] : [{ quantile, nominal: parseQuantile(quantile), observed }];
  });
}
