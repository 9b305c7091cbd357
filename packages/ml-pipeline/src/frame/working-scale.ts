import { median } from '../kernels/order-statistics.ts';

/**
 * The scale on which effects add up: logarithms relative to an item's usual value, shifted so that zeros are finite;
 * or, for items with negative values, plain multiples of the usual size.
 */
export interface WorkingScale {
  /** Median size of the item's values that are not zero, target unit: one wild value does not move it. */
  readonly size: number;
  /** Share of `size` added before the logarithm; NaN for plain multiples. */
  readonly shift: number;
}

const leastShift = 0.005;

/**
 * Whether a scale's item has zeros in a twentieth or more of its values, learned zeros aside: the shift tells their
 * share.
 */
export const isSparse = (shift: number) => shift >= 0.05;

/**
 * From the item's values (NaN skipped); size 1 where there are none. The more zeros, the larger the shift and the
 * more linear the scale.
 */
export function workingScale(values: Float64Array): WorkingScale {
  const sizes = new Float64Array(values.length);
  let count = 0;
  let zeros = 0;
  let negative = false;
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    if (Number.isNaN(value)) continue;
    if (value === 0) zeros++;
    else {
      sizes[count++] = Math.abs(value);
      negative ||= value < 0;
    }
  }
  const size = count > 0 ? median(sizes.subarray(0, count)) : 1;
  return {
    size,
    shift: negative ? Number.NaN : Math.min(1, Math.max(leastShift, zeros / Math.max(count + zeros, 1))),
  };
}

export function toWorking({ size, shift }: WorkingScale, value: number): number {
  return !Number.isNaN(shift) ? Math.log((Math.max(value, 0) / size + shift) / (1 + shift)) : value / size;
}

export function fromWorking({ size, shift }: WorkingScale, z: number): number {
  return !Number.isNaN(shift) ? size * Math.max(0, (1 + shift) * Math.exp(z) - shift) : z * size;
}
