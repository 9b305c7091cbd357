/**
 * Akaike's criterion corrected for a short sample: Hurvich & Tsai (1989), doi:10.1093/biomet/76.2.297.
 *
 * @param loss  -2 log likelihood but for a constant
 * @param size  free parameters
 * @param count values
 */
export const aicc = (loss: number, size: number, count: number): number =>
  loss + 2 * size + (2 * size * (size + 1)) / Math.max(count - size - 1, 1);

/**
 * Akaike weights: what each form has of a mean of forms, as exp(-score / 2), summing to 1; 0 where its score is not
 * finite, for all of them where none is. Source: Kolassa (2011), doi:10.1016/j.ijforecast.2010.04.006.
 */
export function akaikeWeights(scores: readonly number[]): number[] {
  const least = Math.min(...scores.filter(Number.isFinite));
  const weights = scores.map((it) => (Number.isFinite(it) ? Math.exp((least - it) / 2) : 0));
  const total = weights.reduce((sum, it) => sum + it, 0);
  return weights.map((it) => (total > 0 ? it / total : 0));
}
