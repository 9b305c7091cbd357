import { expect, it } from 'vitest';
import { armaCovariances, expandSeasonal, fromPartials, toPartials } from './arma-polynomial.ts';

it('gives the hand-worked autoregression of two partial autocorrelations', () => {
  const out = new Float64Array(2);
  fromPartials(Float64Array.of(0.5, 0.2), 2, out);

  expect(out[0]).toBeCloseTo(0.5 - 0.2 * 0.5, 15);
  expect(out[1]).toBe(0.2);
});

it('goes back to the partial autocorrelations', () => {
  const partials = Float64Array.of(0.9, -0.7, 0.3, 0.8, -0.95);
  const coefficients = new Float64Array(5);
  const back = new Float64Array(5);
  fromPartials(partials, 5, coefficients);

  expect(toPartials(coefficients, 5, 1, back)).toBe(true);
  back.forEach((it, k) => {
    expect(it).toBeCloseTo(partials[k]!, 12);
  });
});

it('knows a root outside the unit circle from one inside, and one within the margin', () => {
  const scratch = new Float64Array(2);
  // Roots 1.25 and 2: 1 - 1.3 B + 0.4 B^2.
  const stationary = Float64Array.of(1.3, -0.4);

  expect(toPartials(stationary, 2, 1, scratch)).toBe(true);
  expect(toPartials(stationary, 2, 1.24, scratch)).toBe(true);
  expect(toPartials(stationary, 2, 1.26, scratch)).toBe(false);
  expect(toPartials(Float64Array.of(1.1), 1, 1, scratch)).toBe(false);
});

it('multiplies a short with a seasonal polynomial', () => {
  const out = new Float64Array(5);

  // (1 - 0.5 B)(1 - 0.3 B^4) = 1 - 0.5 B - 0.3 B^4 + 0.15 B^5
  expect(expandSeasonal(Float64Array.of(0.5), 1, Float64Array.of(0.3), 1, 4, out)).toBe(5);
  expect([...out]).toEqual([0.5, 0, 0, 0.3, -0.15]);
});

it('gives the autocovariances of the infinite moving average', () => {
  const ar = Float64Array.of(0.5, 0, 0, 0.3, -0.15);
  const ma = Float64Array.of(-0.4, 0.2);
  const covariance = new Float64Array(6);
  const response = new Float64Array(3);
  const psi = [1];
  for (let k = 1; k < 600; k++) {
    psi.push((ma[k - 1] ?? 0) + ar.reduce((sum, it, i) => sum + it * (psi[k - 1 - i] ?? 0), 0));
  }

  expect(armaCovariances(ar, 5, ma, 2, covariance, response, new Float64Array(18))).toBe(true);

  covariance.forEach((it, lag) => {
    const twin = psi.reduce((sum, value, k) => sum + value * (psi[k + lag] ?? 0), 0);
    expect(it).toBeCloseTo(twin, 10);
  });
  response.forEach((it, k) => {
    expect(it).toBeCloseTo(psi[k]!, 14);
  });
});
