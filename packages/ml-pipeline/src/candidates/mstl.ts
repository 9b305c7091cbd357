import { stl, stlSpans } from '../kernels/stl.ts';
import { countOf, type ItemCandidate } from './candidate.ts';
import { ets } from './ets.ts';

// Layout of a parameter vector: season lengths, 0 where there are fewer; then those of ETS.
const PERIODS = 3;
const SIZE = PERIODS + ets.parameters;

/**
 * Several seasons by STL, each after the others, and automatic ETS without a season on the rest; the last cycle of
 * each season is repeated. Seasons are additive and may change slowly. Missing values weigh nothing; ETS sees them as
 * missing too. Where no season was seen twice this is ETS alone.
 */
export const mstl: ItemCandidate = {
  name: 'mstl',
  title: 'MSTL and ETS',
  source:
    'Bandara, Hyndman & Bergmeir (2021), arXiv:2107.13462; STL: Cleveland, Cleveland, McRae & Terpenning (1990), Journal of Official Statistics 6(1)',
  uses: { known: true, past: false, statics: true },
  quantiles: 'conformal',
  preset: 'balanced',
  cost: 0.5,
  parameters: SIZE,

  fit(series) {
    const count = countOf(series.y);
    if (count === 0) return new Float64Array(0);
    const params = new Float64Array(SIZE);
    const seasons = series.seasons.filter((m) => m > 1 && count >= 2 * m + 3).slice(0, PERIODS);
    // Without a season it would be ETS once more.
    if (seasons.length === 0) return new Float64Array(0);
    params.set(seasons);
    const y = withoutSeasons(series.y, periodsOf(params)).rest;
    params.set(ets.fit({ ...series, y, seasons: [] }), PERIODS);
    return params;
  },

  forecast(series, params, steps, out) {
    const { rest, seasons } = withoutSeasons(series.y, periodsOf(params));
    ets.forecast({ ...series, y: rest, seasons: [] }, params.subarray(PERIODS), steps, out);
    const n = series.y.length;
    for (const { m, seasonal } of seasons) {
      for (let h = 0; h < steps; h++) out[h]! += seasonal[n - m + (h % m)]!;
    }
  },
};

const periodsOf = (params: Float64Array) => Array.from(params.subarray(0, PERIODS)).filter((m) => m > 0);

/** Seasons are found one after the other, the shortest first, and each again without the others. */
function withoutSeasons(y: Float64Array, periods: readonly number[]) {
  const n = y.length;
  const rest = Float64Array.from(y);
  const trend = new Float64Array(n);
  const seasons = periods.filter((m) => n >= 2 * m).map((m) => ({ m, seasonal: new Float64Array(n) }));
  for (let round = 0; round < (seasons.length > 1 ? 2 : 1); round++) {
    seasons.forEach(({ m, seasonal }, k) => {
      for (let t = 0; t < n; t++) rest[t]! += seasonal[t]!;
      stl(rest, n, m, stlSpans(m, 11 + 4 * k), 2, seasonal, trend);
      for (let t = 0; t < n; t++) rest[t]! -= seasonal[t]!;
    });
  }
  return { rest, seasons };
}
