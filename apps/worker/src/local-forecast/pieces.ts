import type { ForecastRequest } from '@tandem/data-model';

/** Cuts a request into pieces of at least `size` rows (the last may be shorter), each of whole items. */
export function* pieces(
  { item, period }: ForecastRequest,
  size: number,
): Generator<{ readonly request: ForecastRequest; readonly upTo: number }> {
  for (let from = 0, to = 0; from < item.length; from = to) {
    to = Math.min(from + size, item.length);
    while (to < item.length && item[to] === item[to - 1]) to++;
    yield { request: { item: item.subarray(from, to), period: period.subarray(from, to) }, upTo: to };
  }
}
