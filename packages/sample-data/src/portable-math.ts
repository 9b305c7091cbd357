/**
 * Elementary functions whose every bit is the same on every machine. ECMAScript leaves the last bits of Math.exp,
 * log, cos and `**` to the engine, and engines differ between processors; it fixes + - * / to IEEE 754 (no fused
 * multiply-add), and every engine rounds Math.sqrt correctly. So only these build the samples; a test reads the
 * sources for anything else.
 */
/** ln 2 in two parts: the product of the first with a small integer is exact. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

/** 1 / n! for n = 0..13: enough for |r| <= ln 2 / 2 at double precision. */
const inverseFactorials = seriesOf(14, (previous, n) => previous / n);

/** 2^k at index k + 1022, for k = -1022..1023. */
const powersOfTwo = (() => {
  const powers = new Float64Array(2046);
  powers[1022] = 1;
  for (let k = 1023; k < 2046; k++) powers[k] = powers[k - 1]! * 2;
  for (let k = 1021; k >= 0; k--) powers[k] = powers[k + 1]! / 2;
  return powers;
})();

/** e to the power x for |x| <= 700; relative error below 1e-15. */
export function exp(x: number): number {
  const k = Math.floor(x / Math.LN2 + 0.5);
  const r = x - k * ln2High - k * ln2Low;
  let sum = inverseFactorials[13]!;
  for (let n = 12; n >= 0; n--) sum = sum * r + inverseFactorials[n]!;
  return sum * powersOfTwo[k + 1022]!;
}

/** Natural logarithm of a normal number x > 0; absolute error below 1e-15 near 1, relative elsewhere. */
export function ln(x: number): number {
  let m = x;
  let k = 0;
  for (; m < Math.SQRT1_2; k--) m *= 2;
  for (; m > Math.SQRT2; k++) m /= 2;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let n = 23; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return k * ln2High + (2 * s * sum + k * ln2Low);
}

/** (-1)^n / (2n)! for n = 0..11: the cosine's series, enough for a quarter turn. */
const cosineSeries = seriesOf(12, (previous, n) => -previous / ((2 * n - 1) * (2 * n)));

/** Cosine of x turns (x = 1 is a whole circle); absolute error below 1e-15. */
export function cosTurn(x: number): number {
  const turn = Math.abs(x - Math.floor(x + 0.5));
  const mirrored = turn > 0.25;
  const angle = 2 * Math.PI * (mirrored ? 0.5 - turn : turn);
  const square = angle * angle;
  let sum = 0;
  for (let n = cosineSeries.length - 1; n >= 0; n--) sum = sum * square + cosineSeries[n]!;
  return mirrored ? -sum : sum;
}

function seriesOf(length: number, next: (previous: number, n: number) => number): Float64Array {
  const terms = new Float64Array(length).fill(1);
  for (let n = 1; n < length; n++) terms[n] = next(terms[n - 1]!, n);
  return terms;
}
