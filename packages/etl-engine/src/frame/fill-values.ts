import { type Covariate, InvalidInput, type TrainingFrame } from '@tandem/data-model';
import type { FillMethod } from '@tandem/data-model/contract';

/**
 * What a missing value of a column becomes in each item, shape (n): a constant, or a statistic of the item's recorded
 * past; where it has none, of every item's. NaN where there is nothing to take it from. O(rows log rows).
 *
 * @param ofEveryItem the statistic of every item's values, where the frame holds but some of the items
 * @throws InvalidInput for a level that the column does not have
 */
export function fillValues(
  { items, offset, history }: TrainingFrame,
  { name, levels, values }: Covariate,
  method: FillMethod,
  text: string | undefined,
  ofEveryItem = () => (isStatistic(method) ? statistic(method, values) : Number.NaN),
): Float64Array {
  const n = items.length;
  if (!isStatistic(method)) {
    if (method === 'zero') return new Float64Array(n);
    const value = levels ? levels.indexOf(text!) : Number(text);
    if (levels && value < 0) {
      throw new InvalidInput(
        `Missing values of ${name} cannot become "${text}": no row has it.`,
        `Fill with one of ${levels.slice(0, 20).join(', ')}.`,
      );
    }
    return new Float64Array(n).fill(value);
  }
  let ofAll: number | undefined;
  return Float64Array.from({ length: n }, (_, i) => {
    const own = statistic(method, values.subarray(offset[i]!, offset[i]! + history[i]!));
    if (!Number.isNaN(own)) return own;
    ofAll ??= ofEveryItem();
    return ofAll;
  });
}

export type Statistic = Exclude<FillMethod, 'zero' | 'value'>;

/** Whether a method guesses from other values; a constant says what a missing value means. */
export const isStatistic = (method: FillMethod): method is Statistic => method !== 'zero' && method !== 'value';

/** Of the values that are there; NaN where none is. */
export function statistic(method: Statistic, values: Float64Array): number {
  const recorded = values.filter((it) => !Number.isNaN(it));
  const n = recorded.length;
  if (n === 0) return Number.NaN;
  switch (method) {
    case 'mean':
      return recorded.reduce((sum, it) => sum + it, 0) / n;
    case 'min':
      return recorded.reduce((least, it) => Math.min(least, it));
    case 'max':
      return recorded.reduce((most, it) => Math.max(most, it));
    case 'median': {
      recorded.sort();
      return (recorded[(n - 1) >> 1]! + recorded[n >> 1]!) / 2;
    }
  }
}
