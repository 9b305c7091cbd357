import type { ForecastRequest, Period, TrainingFrame } from '@tandem/data-model';

/**
 * The next steps of every item. Up to `announcedTo`, an item that has known covariates ahead is forecast only where it
 * has some: they announce when it trades. Nothing is announced after that, so every later step is asked for.
 */
export function openPeriods(
  frame: TrainingFrame,
  horizon: number,
  announcedTo: Period = lastAnnounced(frame),
): ForecastRequest {
  const items: number[] = [];
  const periods: number[] = [];
  for (let i = 0; i < frame.items.length; i++) {
    const end = frame.offset[i]! + frame.history[i]!;
    const next = frame.start[i]! + frame.history[i]!;
    const ahead = Math.min(horizon, frame.offset[i + 1]! - end);
    const announced = (step: number) =>
      step < ahead && frame.known.some(({ values }) => !Number.isNaN(values[end + step]!));
    let hasAny = false;
    for (let step = 0; step < ahead; step++) hasAny ||= announced(step);
    for (let step = 0; step < horizon; step++) {
      if (hasAny && next + step <= announcedTo && !announced(step)) continue;
      items.push(i);
      periods.push(next + step);
    }
  }
  return { item: Int32Array.from(items), period: Float64Array.from(periods) };
}

/** The last step that any item has ahead of its past. */
export function lastAnnounced({ items, start, offset, history }: TrainingFrame): Period {
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < items.length; i++) {
    const size = offset[i + 1]! - offset[i]!;
    if (size > history[i]!) last = Math.max(last, start[i]! + size - 1);
  }
  return last;
}
