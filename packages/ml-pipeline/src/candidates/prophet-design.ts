import { calendarSeasons } from '../frame/calendar.ts';
import type { CodedValues } from '../frame/covariate-codes.ts';
import type { Series } from './candidate.ts';
import type { SparseDesign } from './design-rows.ts';

/** Columns of a decomposition by regression: level and slope, bends of the trend, waves of seasons, regressors. */
export interface ProphetDesign extends SparseDesign {
  /** Bends of the trend have columns 2 to `waves` (exclusive), seasons those to `regressors`. */
  readonly waves: number;
  readonly regressors: number;
  /** Prior scales of all coefficients, given that of a bend and that of a season's first wave. */
  scales(bend: number, wave: number): Float64Array;
}

const mostBends = 25;
/** Bends lie in this share of the past, from its start: a later one would rest on few values. */
const bendShare = 0.8;
/** Pairs of waves of a season: enough for any shape of a week or of twelve months. */
const mostWaves = 10;
/** Years of the past from which on a yearly season is fitted. */
const leastYears = 1.5;
const widePrior = 5;
const regressorPrior = 0.5;

/**
 * A season has at most ten pairs of waves, and a year, where it is not one of the series' seasons, has them if the
 * past spans a year and a half. Each level of a categorical covariate that the past has twice is a column.
 */
export function prophetDesign({ y, seasons, place }: Series): ProphetDesign {
  const n = y.length;
  const bends = Math.max(0, Math.min(mostBends, Math.floor(bendShare * n) - 1));
  const year = place && calendarSeasons(place.axis.frequency).year;
  const periods = [...seasons.filter((m) => n >= 2 * m), ...(year && n >= leastYears * year ? [year] : [])];
  // A whole season of even length has no sine in its shortest wave.
  const waves = periods.flatMap((period) =>
    Array.from({ length: Math.min(mostWaves, Math.floor(period / 2)) }, (_, k) => ({
      turn: (2 * Math.PI * (k + 1)) / period,
      order: k + 1,
      sine: 2 * (k + 1) !== period,
    })),
  );
  const wavesAt = 2 + bends;
  const regressorsAt = wavesAt + waves.reduce((sum, { sine }) => sum + (sine ? 2 : 1), 0);
  const { regressors, columns } = regressorsOf(y, place?.known ?? [], regressorsAt);
  const unit = Math.max(n - 1, 1);
  return {
    columns,
    waves: wavesAt,
    regressors: regressorsAt,
    fillRow(t, index, value) {
      let count = 0;
      const put = (column: number, it: number) => {
        index[count] = column;
        value[count++] = it;
      };
      const at = t / unit;
      put(0, 1);
      put(1, at);
      for (let k = 0; k < bends; k++) {
        const after = at - (bendShare * (k + 1)) / bends;
        if (after <= 0) break;
        put(2 + k, after);
      }
      let column = wavesAt;
      for (const { turn, sine } of waves) {
        put(column++, Math.cos(turn * t));
        if (sine) put(column++, Math.sin(turn * t));
      }
      for (const { values, columnOf } of regressors) {
        const code = values[t] ?? 0;
        if (code === 0) continue;
        if (!columnOf.levels) put(columnOf.first, code);
        else if (columnOf.levels[code]! >= 0) put(columnOf.levels[code]!, 1);
      }
      return count;
    },
    scales(bend, wave) {
      const out = new Float64Array(columns).fill(regressorPrior);
      out.fill(widePrior, 0, 2);
      out.fill(bend, 2, wavesAt);
      let column = wavesAt;
      for (const { order, sine } of waves) for (let k = 0; k < (sine ? 2 : 1); k++) out[column++] = wave / order;
      return out;
    },
  };
}

interface Regressor {
  readonly values: CodedValues;
  /** Column of a number, or of each level; -1 for the base and for levels hardly seen. */
  readonly columnOf: { readonly first: number; readonly levels?: Int32Array };
}

function regressorsOf(y: Float64Array, known: NonNullable<Series['place']>['known'], from: number) {
  let columns = from;
  const regressors = known.map(({ levels, values }): Regressor => {
    const first = columns;
    if (levels === 0) {
      columns++;
      return { values, columnOf: { first } };
    }
    const seen = new Int32Array(levels);
    for (let t = 0; t < y.length; t++) if (!Number.isNaN(y[t]!)) seen[values[t]!]!++;
    return {
      values,
      columnOf: { first, levels: seen.map((count, code) => (code > 0 && count >= 2 ? columns++ : -1)) },
    };
  });
  return { regressors, columns };
}
