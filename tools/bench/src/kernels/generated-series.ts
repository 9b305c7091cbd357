/** A generated series and its season. */
export interface BenchSeries {
  readonly y: number[];
  readonly m: number;
}

/**
 * Seeded positive series in the shapes of business data: monthly of 60 to 140 points, daily of 900 with a week, yearly
 * of 15 to 40. Same counts, same numbers.
 */
export function generatedSeries(counts: {
  readonly monthly: number;
  readonly daily: number;
  readonly yearly: number;
}): BenchSeries[] {
  const draw = uniform(20_260_101);
  const make = (count: number, m: number, length: () => number) =>
    Array.from({ length: count }, () => ({ m, y: positiveSeries(draw, length(), m) }));
  return [
    ...make(counts.monthly, 12, () => 60 + Math.floor(81 * draw())),
    ...make(counts.daily, 7, () => 900),
    ...make(counts.yearly, 1, () => 15 + Math.floor(26 * draw())),
  ];
}

/** A wandering level with a slope, times a season that drifts, times noise. */
function positiveSeries(draw: () => number, n: number, m: number): number[] {
  const season = Array.from({ length: m }, () => (m > 1 ? 0.6 * (draw() - 0.5) * 2 * draw() : 0));
  const noise = 0.02 + 0.13 * draw();
  const wander = 0.04 * draw();
  let slope = (0.03 * (draw() - 0.4)) / Math.max(1, m / 4);
  let level = Math.log(50 + 5000 * draw());
  return Array.from({ length: n }, (_, t) => {
    level += slope + wander * normal(draw);
    slope *= 0.995;
    season[t % m]! += 0.01 * normal(draw) * (m > 1 ? 1 : 0);
    return Math.exp(level + season[t % m]! + noise * normal(draw));
  });
}

const normal = (draw: () => number) => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** Lehmer's generator with the multiplier of Park & Miller (1988), doi:10.1145/63039.63042. */
function uniform(seed: number): () => number {
  let state = seed % 2_147_483_647;
  return () => {
    state = (48_271 * state) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
