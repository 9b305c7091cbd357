/**
 * Factorises a symmetric positive definite matrix in place: A = L L'.
 *
 * @param a shape (p, p), row-major; its lower triangle is read and overwritten with L; the upper is left alone
 * @returns false where a pivot is not positive; `a` is then spoilt
 *
 * O(p^3 / 6), allocates nothing.
 */
export function cholesky(a: Float64Array, p: number): boolean {
  for (let i = 0; i < p; i++) {
    const ri = i * p;
    for (let j = 0; j <= i; j++) {
      const rj = j * p;
      let sum = a[ri + j]!;
      for (let k = 0; k < j; k++) sum -= a[ri + k]! * a[rj + k]!;
      if (i === j) {
        if (!(sum > 1e-300)) return false;
        a[ri + i] = Math.sqrt(sum);
      } else a[ri + j] = sum / a[rj + j]!;
    }
  }
  return true;
}

/** Solves L L' x = b in place, for the factor that `cholesky` gives; `b` of shape (p) becomes x. */
export function solveCholesky(l: Float64Array, p: number, b: Float64Array): void {
  for (let i = 0; i < p; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * p + k]! * b[k]!;
    b[i] = sum / l[i * p + i]!;
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < p; k++) sum -= l[k * p + i]! * b[k]!;
    b[i] = sum / l[i * p + i]!;
  }
}

/** Diagonal of (L L')^-1 into `out` of shape (p); `scratch` of shape (p * p) is overwritten. */
export function inverseDiagonal(l: Float64Array, p: number, scratch: Float64Array, out: Float64Array): void {
  // Columns of L^-1; the diagonal of the inverse is their sums of squares.
  for (let c = 0; c < p; c++) {
    let squares = 0;
    for (let i = c; i < p; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; k++) sum -= l[i * p + k]! * scratch[c * p + k]!;
      const value = sum / l[i * p + i]!;
      scratch[c * p + i] = value;
      squares += value * value;
    }
    out[c] = squares;
  }
}
