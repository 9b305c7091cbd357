/** Two days: further than zones lie apart, and nearer than two changes of a zone's clocks. */
const farMs = 2 * 86_400_000;

/** What the clocks of a zone show at an instant, in ms as if they stood in UTC; whole seconds. */
export function wallOf(at: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map((it) => [it.type, Number(it.value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The instant, in ms, at which the clocks of a zone show a time, which is given in ms as if they stood in UTC: the first
 * of two where they show it twice, the end of the gap where they skip it.
 */
export function instantOfWall(wall: number, timeZone: string): number {
  const offsetAt = (at: number) => wallOf(at, timeZone) - at;
  const [before, after] = [offsetAt(wall - farMs), offsetAt(wall + farMs)];
  const [byBefore, byAfter] = [wall - before, wall - after];
  if (wallOf(byBefore, timeZone) === wall) return byBefore;
  if (wallOf(byAfter, timeZone) === wall) return byAfter;
  // In a gap the offset before is the smaller one: the clocks change after `byAfter`, and by `byBefore` they have.
  let [low, high] = [byAfter, byBefore];
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** By zone as it is written, which can be in many ways: case does not count, and offsets are zones too. */
const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 500;

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = 'numeric';
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
  });
  if (formats.size >= mostFormats) formats.clear();
  formats.set(timeZone, format);
  return format;
}
