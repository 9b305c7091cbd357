/** Keys that are told apart in one window; those beyond share one count, so that memory has a bound. */
const mostKeys = 100_000;

/** Counts by key in windows of time that all keys share. */
export interface CountingWindow {
  /** Milliseconds until the next window where `key` has had its `most` in this one already, else 0. */
  count(key: string, nowMs: number): number;
}

export function countingWindow(most: number, windowMs: number): CountingWindow {
  let counts = new Map<string, number>();
  let endsMs = Number.NEGATIVE_INFINITY;
  return {
    count(key, nowMs) {
      if (nowMs >= endsMs) {
        counts = new Map();
        endsMs = nowMs + windowMs;
      }
      const own = counts.size < mostKeys || counts.has(key) ? key : '';
      const count = (counts.get(own) ?? 0) + 1;
      counts.set(own, count);
      return count > most ? endsMs - nowMs : 0;
    },
  };
}
