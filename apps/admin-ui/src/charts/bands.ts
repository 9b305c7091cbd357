import { parseQuantile } from '@tandem/data-model';

/** Two forecast quantiles that lie symmetrically round the median, and the share of days that should fall between. */
export interface Band {
  readonly lower: string;
  readonly upper: string;
  readonly share: number;
}

const wantedShares = [0.8, 0.6, 0.4] as const;

/**
 * Up to three nested bands, widest first: of the pairs that were forecast, those nearest to 80, 60 and 40 %.
 * A quantile that was not forecast is never made up between two others.
 */
export function nestedBands(quantiles: readonly string[]): Band[] {
  const pairs = symmetricPairs(quantiles);
  const chosen = new Set<Band>();
  for (const share of wantedShares) {
    const nearest = pairs
      .filter((pair) => !chosen.has(pair))
      .sort((a, b) => Math.abs(a.share - share) - Math.abs(b.share - share))[0];
    if (nearest) chosen.add(nearest);
  }
  return [...chosen].sort((a, b) => b.share - a.share);
}

function symmetricPairs(quantiles: readonly string[]): Band[] {
  const known = byLevel(quantiles);
  return known.flatMap((lower) => {
    const level = parseQuantile(lower);
    const upper = known.find((it) => Math.abs(parseQuantile(it) - (1 - level)) < 1e-9);
    return level < 0.5 && upper ? [{ lower, upper, share: 1 - 2 * level }] : [];
  });
}

/** The quantile names in ascending order of level: p5 before p10. */
export function byLevel(quantiles: readonly string[]): string[] {
  return quantiles
    .filter((it) => Number.isFinite(parseQuantile(it)))
    .sort((a, b) => parseQuantile(a) - parseQuantile(b));
}

/** The name of the median among the quantiles, where it was forecast. */
export const medianOf = (quantiles: readonly string[]): string | undefined =>
  quantiles.find((it) => parseQuantile(it) === 0.5);
