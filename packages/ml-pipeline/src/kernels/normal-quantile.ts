/**
 * Quantile of the standard normal distribution, for q in (0, 1); relative error below 1.2e-9.
 *
 * Source: Acklam (2003), An algorithm for computing the inverse normal cumulative distribution function.
 */
export function normalQuantile(q: number): number {
  if (q > 0.5) return -normalQuantile(1 - q);
  if (q < 0.02425) {
    const r = Math.sqrt(-2 * Math.log(q));
    return poly(r, tailTop) / (poly(r, tailBottom) * r + 1);
  }
  const d = q - 0.5;
  const r = d * d;
  return (poly(r, centreTop) * d) / (poly(r, centreBottom) * r + 1);
}

const poly = (x: number, coefficients: readonly number[]) => coefficients.reduce((sum, c) => sum * x + c, 0);

const centreTop = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const centreBottom = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
];
const tailTop = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const tailBottom = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
