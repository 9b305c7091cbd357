import type { ForecastPart, ItemExplanation } from '@tandem/data-model/contract';
import { atUtc } from '../i18n/format.ts';

/** A part as it is drawn: one colour, one legend entry. */
export interface DrawnPart {
  /** Undefined for the sum of the inputs that have no colour of their own. */
  readonly part: ForecastPart | undefined;
  readonly fill: string;
  readonly values: readonly number[];
}

/** A piece of a bar; y in the unit of the target, 0 being the level. */
export interface BarPiece {
  readonly fill: string;
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

// Colours of parts alone: those of the forecast above (promotions, holidays, bands) mean other things there.
const inputFills = ['var(--part-1)', 'var(--part-2)', 'var(--part-3)', 'var(--part-4)'];
const fixedFills: Partial<Record<ForecastPart['kind'], string>> = {
  season: 'var(--part-season)',
  year: 'var(--part-year)',
};

/** A part that is nowhere larger than this share of the largest one is thinner than a pixel. */
const leastSeen = 1e-3;

/**
 * What is drawn besides the level: seasons, then inputs, the largest with colours of their own, the rest as one. Parts
 * of which no bar would be seen are left out.
 */
export function drawnParts({ parts, median }: ItemExplanation): DrawnPart[] {
  const least = leastSeen * Math.max(...parts.filter(({ kind }) => kind !== 'level').map(peak), 0);
  const seen = parts.filter((part) => part.kind !== 'level' && peak(part) > least);
  const seasons = seen.filter(({ kind }) => fixedFills[kind] !== undefined);
  const inputs = seen.filter(({ kind }) => fixedFills[kind] === undefined).sort((a, b) => size(b) - size(a));
  const own = inputs.slice(0, inputFills.length);
  const rest = inputs.slice(inputFills.length);
  return [
    ...seasons.map((part) => ({ part, fill: fixedFills[part.kind]!, values: part.values })),
    ...own.map((part, k) => ({ part, fill: inputFills[k]!, values: part.values })),
    ...(rest.length > 0
      ? [
          {
            part: undefined,
            fill: 'var(--part-others)',
            values: median.map((_, h) => rest.reduce((sum, { values }) => sum + values[h]!, 0)),
          },
        ]
      : []),
  ];
}

const peak = ({ values }: ForecastPart) => Math.max(...values.map(Math.abs), 0);

/** Mean size of a part over the steps. */
const size = ({ values }: ForecastPart) => values.reduce((sum, it) => sum + Math.abs(it), 0) / values.length;

/** Stacks what lifts upwards and what lowers downwards from the level. */
export function barPieces(timestamps: readonly string[], drawn: readonly DrawnPart[]): BarPiece[] {
  const at = timestamps.map(atUtc);
  const step = Math.min(...at.slice(1).map((it, k) => it - at[k]!), Number.POSITIVE_INFINITY);
  const half = 0.38 * (Number.isFinite(step) ? step : 86_400_000);
  return at.flatMap((middle, h) => {
    let [above, below] = [0, 0];
    return drawn.flatMap(({ fill, values }) => {
      const value = values[h]!;
      if (value === 0) return [];
      const from = value > 0 ? above : below;
      if (value > 0) above += value;
      else below += value;
      return [{ fill, x1: middle - half, x2: middle + half, y1: from, y2: from + value }];
    });
  });
}
