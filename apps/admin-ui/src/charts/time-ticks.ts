const dayMs = 86_400_000;

/** Times at which the axis has a label: days, Mondays, firsts of a month or of a year, as many as fit. */
export function timeTicks([from, to]: readonly [number, number], room: number): number[] {
  const span = (to - from) / dayMs;
  const most = Math.max(2, Math.floor(room / 84));
  if (span <= 2) return everyMs(from, to, Math.max(3_600_000, niceHours((span * 24) / most) * 3_600_000));
  const days = [1, 2].find((count) => span / count <= most);
  if (days) return everyMs(from, to, days * dayMs);
  const weeks = [1, 2, 4].find((count) => span / (7 * count) <= most);
  if (weeks && span <= 110) return mondays(from, to, weeks);
  const months = [1, 2, 3, 6, 12, 24, 60, 120].find((count) => span / (30.4 * count) <= most) ?? 240;
  return firsts(from, to, months);
}

const niceHours = (hours: number) => [1, 2, 3, 6, 12, 24].find((it) => it >= hours) ?? 24;

function everyMs(from: number, to: number, step: number): number[] {
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

function mondays(from: number, to: number, weeks: number): number[] {
  const first = Math.ceil((from / dayMs - 4) / 7) * 7 + 4;
  const ticks: number[] = [];
  for (let day = first; day * dayMs <= to; day += 7 * weeks) ticks.push(day * dayMs);
  return ticks;
}

function firsts(from: number, to: number, months: number): number[] {
  const start = new Date(from);
  const index = start.getUTCFullYear() * 12 + start.getUTCMonth();
  const ticks: number[] = [];
  for (let month = Math.ceil(index / months) * months; ; month += months) {
    const at = Date.UTC(0, month);
    const exact = new Date(at);
    exact.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    if (exact.getTime() > to) return ticks;
    if (exact.getTime() >= from) ticks.push(exact.getTime());
  }
}

/** The label of a tick; the year stands below the first one and below each that begins a year. */
export function tickLabel(language: string, ticks: readonly number[], i: number): string {
  const at = ticks[i]!;
  const date = new Date(at);
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : dayMs;
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(date);
  if (step < dayMs) return part({ hour: 'numeric', minute: '2-digit' });
  if (step > 360 * dayMs) return part({ year: 'numeric' });
  const label = step < 28 * dayMs ? part({ month: 'short', day: 'numeric' }) : part({ month: 'short' });
  const newYear = i === 0 || new Date(ticks[i - 1]!).getUTCFullYear() !== date.getUTCFullYear();
  return newYear ? `${label}\n${part({ year: 'numeric' })}` : label;
}
