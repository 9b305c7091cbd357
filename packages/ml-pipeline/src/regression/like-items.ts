import type { Covariate } from '@tandem/data-model';
import { cholesky, solveCholesky } from '../kernels/cholesky.ts';
import { median } from '../kernels/order-statistics.ts';
import type { LikeItems, StaticCode } from './panel.ts';

const mostLevels = 24;
/** Multiple of an item's usual value that its highest one may have. */
const peak = 20;

/**
 * Regresses what was learned about items on their static attributes, so that an item without a past gets the values
 * of those like it.
 *
 * @param outputs shape (items, width): log size, level, item coefficients; rows of items that are not `fitted` are not
 *                read, sizes of another order than the usual are pulled in
 * @param highest highest value of an item
 *
 * Ridge with weight 3: an attribute's level seen in three items is believed by half.
 */
export function learnLikeItems(
  statics: readonly Covariate[],
  outputs: Float64Array,
  width: number,
  fitted: readonly number[],
  shift: Float64Array,
  sigma: Float64Array,
  highest: (item: number) => number,
): LikeItems {
  pullIn(outputs, width, fitted);
  const codes = statics.flatMap((it) => codeStatic(it) ?? []);
  const columns = 1 + codes.reduce((sum, code) => sum + ('levels' in code ? code.levels.length : 1), 0);
  const gram = new Float64Array(columns * columns);
  const weights = new Float64Array(columns * width);
  const x = new Float64Array(columns);
  for (const i of fitted) {
    fillAttributes(codes, statics, i, x);
    for (let a = 0; a < columns; a++) {
      if (x[a] === 0) continue;
      for (let b = 0; b <= a; b++) gram[a * columns + b]! += x[a]! * x[b]!;
      for (let k = 0; k < width; k++) weights[a * width + k]! += x[a]! * outputs[i * width + k]!;
    }
  }
  for (let a = 0; a < columns; a++) gram[a * columns + a]! += a === 0 ? 1e-6 : 3;
  const right = new Float64Array(columns);
  if (fitted.length > 0 && cholesky(gram, columns)) {
    for (let k = 0; k < width; k++) {
      for (let a = 0; a < columns; a++) right[a] = weights[a * width + k]!;
      solveCholesky(gram, columns, right);
      for (let a = 0; a < columns; a++) weights[a * width + k] = right[a]!;
    }
  } else weights.fill(0);
  const like = { statics: codes, weights, outputs: width };
  let squares = 0;
  for (const i of fitted) squares += (outputs[i * width]! - expectedOutputs(like, statics, i)[0]!) ** 2;
  return {
    ...like,
    spread: fitted.length > 1 ? Math.sqrt(squares / (fitted.length - 1)) : 1,
    shift: fitted.length > 0 ? median(fitted.map((i) => shift[i]!)) || 0.005 : 0.005,
    sigma: fitted.length > 0 ? median(fitted.map((i) => sigma[i]!)) : 1,
    ceiling: fitted.reduce((most, i) => Math.max(most, Math.min(highest(i), peak * Math.exp(outputs[i * width]!))), 0),
  };
}

/** Log sizes more than three standard deviations, and a thousandfold, from the median are set to that. */
function pullIn(outputs: Float64Array, width: number, fitted: readonly number[]) {
  const usual = median(fitted.map((i) => outputs[i * width]!));
  const far = 3 * 1.4826 * median(fitted.map((i) => Math.abs(outputs[i * width]! - usual)));
  const bound = Math.min(Math.max(far, Math.log(1000)), Math.log(1e9));
  for (const i of fitted) outputs[i * width] = Math.min(Math.max(outputs[i * width]!, usual - bound), usual + bound);
}

/** Expected outputs of an item with these attributes, shape (outputs). */
export function expectedOutputs(
  { statics: codes, weights, outputs }: Pick<LikeItems, 'statics' | 'weights' | 'outputs'>,
  statics: readonly Covariate[],
  item: number,
): Float64Array {
  const columns = weights.length / outputs;
  const x = new Float64Array(columns);
  fillAttributes(codes, statics, item, x);
  const out = new Float64Array(outputs);
  for (let a = 0; a < columns; a++) {
    if (x[a] === 0) continue;
    for (let k = 0; k < outputs; k++) out[k]! += x[a]! * weights[a * outputs + k]!;
  }
  return out;
}

function codeStatic({ name, levels, values }: Covariate): StaticCode | undefined {
  const present = values.filter((it) => !Number.isNaN(it));
  const counts = new Map<number, number>();
  for (const it of present) counts.set(it, (counts.get(it) ?? 0) + 1);
  if (counts.size < 2) return undefined;
  if (levels || counts.size <= 12) {
    const common = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostLevels);
    return { name, levels: common.map(([value]) => levels?.[value] ?? String(value)) };
  }
  const log = present.every((it) => it > 0);
  const numbers = log ? present.map(Math.log) : present;
  const mean = numbers.reduce((sum, it) => sum + it, 0) / numbers.length;
  const sd = Math.sqrt(numbers.reduce((sum, it) => sum + (it - mean) ** 2, 0) / numbers.length) || 1;
  return { name, mean, sd, log };
}

function fillAttributes(codes: readonly StaticCode[], statics: readonly Covariate[], item: number, x: Float64Array) {
  x.fill(0);
  x[0] = 1;
  let at = 1;
  for (const code of codes) {
    const covariate = statics.find((it) => it.name === code.name);
    const raw = covariate ? covariate.values[item]! : Number.NaN;
    if ('levels' in code) {
      const text = !Number.isNaN(raw) ? (covariate?.levels?.[raw] ?? String(raw)) : '';
      const level = code.levels.indexOf(text);
      if (level >= 0) x[at + level] = 1;
      at += code.levels.length;
    } else {
      const value = ((code.log ? Math.log(Math.max(raw, 1e-12)) : raw) - code.mean) / code.sd;
      x[at++] = !Number.isNaN(value) ? Math.min(Math.max(value, -4), 4) : 0;
    }
  }
}
