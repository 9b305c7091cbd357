/** Numbers, sizes and times as people read them, by the rules of one language. */
export interface Format {
  /** Grouped integer, or at most `digits` decimals. */
  readonly number: (value: number, digits?: number) => string;
  /** Exactly `digits` decimals, so that a column of them lines up. */
  readonly fixed: (value: number, digits: number) => string;
  /** 0.753 as `75 %`. */
  readonly percent: (share: number, digits?: number) => string;
  /** 12,345,678 as `12M`, for axes. */
  readonly compact: (value: number) => string;
  /** Decimal units, as disks are sold. */
  readonly bytes: (value: number) => string;
  /** 83 as `1 min 23 s`. */
  readonly duration: (seconds: number) => string;
  /** `2 minutes ago`. */
  readonly relative: (instant: number, now: number) => string;
  readonly instant: (instant: number) => string;
  /** A day or a day with time, as the API writes timestamps: without a zone. */
  readonly day: (timestamp: string) => string;
  readonly shortDay: (timestamp: string) => string;
}

const cache = new Map<string, Format>();

/** The formats of a language, in the variety that the browser asks for: `en` in Britain is `en-GB`. */
export function format(language: string): Format {
  const known = cache.get(language) ?? make(localeOf(language));
  cache.set(language, known);
  return known;
}

/** The browser's own locale where it is of this language. */
export const localeOf = (language: string): string =>
  navigator.languages.find((it) => it.split('-')[0] === language && isLocale(it)) ?? language;

/** Browsers pass on what the system says: `en-US@posix` is no locale that `Intl` takes. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

function make(language: string): Format {
  const grouped = (digits: number) => new Intl.NumberFormat(language, { maximumFractionDigits: digits });
  const whole = grouped(0);
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' });
  const dayAndTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: name === 'byte' ? 'long' : name.endsWith('byte') ? 'short' : 'narrow',
      maximumFractionDigits: digits,
    }).format(value);

  return {
    number: (value, digits = 0) => (digits === 0 ? whole : grouped(digits)).format(value),
    fixed: (value, digits) =>
      new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    percent: (share, digits = 0) => `${grouped(digits).format(share * 100)} %`,
    compact: (value) => compact.format(value),
    bytes(value) {
      const step = value < 1e3 ? 0 : value < 1e6 ? 1 : value < 1e9 ? 2 : 3;
      const name = (['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const)[step]!;
      return unit(value / 1000 ** step, name, step === 0 ? 0 : 1);
    },
    duration(seconds) {
      if (seconds < 0.1) return unit(seconds * 1000, 'millisecond', seconds < 0.01 ? 1 : 0);
      if (seconds < 10) return unit(seconds, 'second', seconds < 1 ? 2 : 1);
      if (seconds < 60) return unit(Math.round(seconds), 'second');
      const total = Math.round(seconds);
      const [large, small, size] =
        total < 3600 ? (['minute', 'second', 60] as const) : (['hour', 'minute', 3600] as const);
      const rest = Math.floor((total % size) / (size / 60));
      return rest > 0
        ? `${unit(Math.floor(total / size), large)} ${unit(rest, small)}`
        : unit(Math.floor(total / size), large);
    },
    relative(at, now) {
      const seconds = Math.round((at - now) / 1000);
      const size = Math.abs(seconds);
      if (size < 45) return relative.format(0, 'second');
      if (size < 2700) return relative.format(Math.round(seconds / 60), 'minute');
      if (size < 79_200) return relative.format(Math.round(seconds / 3600), 'hour');
      return relative.format(Math.round(seconds / 86_400), 'day');
    },
    instant: (at) => instant.format(at),
    day: (timestamp) => (timestamp.length > 10 ? dayAndTime : day).format(atUtc(timestamp)),
    shortDay: (timestamp) => (timestamp.length > 10 ? dayAndTime : shortDay).format(atUtc(timestamp)),
  };
}

/** Milliseconds since 1970 of a timestamp without a zone, read as UTC. */
export function atUtc(timestamp: string): number {
  return Date.parse(timestamp.length > 10 ? `${timestamp.replace(' ', 'T')}Z` : `${timestamp}T00:00:00Z`);
}
