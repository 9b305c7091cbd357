import type { TrainingFrame } from '@tandem/data-model';
import type { CodedCovariate } from './covariate-codes.ts';

/**
 * Rules that say where an item's value is zero and nothing else: levels of a known covariate, and positions of the
 * short season for single items. Learned from data; a closed day needs no special name.
 */
export interface ZeroGate {
  /** For each coded covariate, whether each of its levels means zero. */
  readonly levels: readonly (readonly boolean[])[];
  /** Season length of `positions`; 0 where there is none. */
  readonly m: number;
  /** Shape (items), bit p is set where position p of the season means zero. */
  readonly positions: Int32Array;
}

const enoughRows = 20;
const zeroShare = 0.995;

/**
 * @param rows  past rows of each item that may be read, shape (items)
 * @param m     short season, used up to 31 positions; 0 for none
 *
 * A level is a gate where 99.5 % of its rows are zero, but at most half of the others. A position is a gate for an
 * item where all of at least eight values are zero and at most a fifth of the item's others. Zeros elsewhere are left
 * to the models.
 */
export function learnZeroGate(
  frame: TrainingFrame,
  covariates: readonly CodedCovariate[],
  rows: Int32Array,
  m: number,
): ZeroGate {
  const levels = covariates.map((covariate) => gatedLevels(frame, covariate, rows));
  const positions = new Int32Array(frame.items.length);
  const season = m <= 31 ? m : 0;
  const zeros = new Int32Array(season);
  const counts = new Int32Array(season);
  for (let i = 0; season > 1 && i < frame.items.length; i++) {
    zeros.fill(0);
    counts.fill(0);
    let allZeros = 0;
    let all = 0;
    const from = frame.offset[i]!;
    for (let k = 0; k < rows[i]!; k++) {
      const value = frame.target[from + k]!;
      if (Number.isNaN(value) || isGated(levels, covariates, from + k)) continue;
      const p = positionOf(frame.start[i]! + k, season);
      counts[p]!++;
      all++;
      if (value === 0) {
        zeros[p]!++;
        allZeros++;
      }
    }
    let bits = 0;
    for (let p = 0; p < season; p++) {
      const others = all - counts[p]!;
      if (counts[p]! >= 8 && zeros[p] === counts[p] && allZeros - zeros[p]! <= 0.2 * others) bits |= 1 << p;
    }
    positions[i] = bits;
  }
  return { levels, m: season > 1 ? season : 0, positions };
}

function gatedLevels(frame: TrainingFrame, { levels, values }: CodedCovariate, rows: Int32Array): boolean[] {
  const zeros = new Float64Array(levels);
  const counts = new Float64Array(levels);
  for (let i = 0; levels > 0 && i < frame.items.length; i++) {
    for (let r = frame.offset[i]!, end = r + rows[i]!; r < end; r++) {
      const value = frame.target[r]!;
      if (Number.isNaN(value)) continue;
      counts[values[r]!]!++;
      if (value === 0) zeros[values[r]!]!++;
    }
  }
  const all = counts.reduce((a, b) => a + b, 0);
  const allZeros = zeros.reduce((a, b) => a + b, 0);
  return Array.from(counts, (count, level) => {
    const others = all - count;
    return (
      count >= enoughRows &&
      zeros[level]! >= zeroShare * count &&
      allZeros - zeros[level]! <= 0.5 * others &&
      others > 0
    );
  });
}

function isGated(levels: ZeroGate['levels'], covariates: readonly CodedCovariate[], row: number): boolean {
  for (let c = 0; c < covariates.length; c++) {
    const { levels: count, values } = covariates[c]!;
    if (count > 0 && levels[c]![values[row]!]) return true;
  }
  return false;
}

/**
 * Whether a rule says that this row is zero. `row` is -1 where the frame has none for the period; `item` -1 for an
 * unknown item.
 */
export function meansZero(
  gate: ZeroGate,
  covariates: readonly CodedCovariate[],
  item: number,
  row: number,
  period: number,
): boolean {
  if (row >= 0 && isGated(gate.levels, covariates, row)) return true;
  return gate.m > 0 && item >= 0 && (gate.positions[item]! & (1 << positionOf(period, gate.m))) !== 0;
}

export const positionOf = (period: number, m: number) => ((period % m) + m) % m;
