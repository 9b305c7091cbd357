/** The forecast with every input at its base, in parts that sum to it. */
export interface BaseParts {
  readonly level: Float64Array;
  readonly season: Float64Array;
  /** Undefined where the model has no year. */
  readonly year: Float64Array | undefined;
}

/** Where the mean over a year is taken, in steps: seasons spread evenly over it, no wave of a year or a month twice at the same place. */
const yearBlocks = 26;

/** Steps of the all-base path that `splitBase` asks for. */
export function pathSteps(asked: Int32Array, season: number, year: number): Int32Array {
  const steps = new Set<number>();
  const block = (from: number) => {
    for (let k = 0; k < season; k++) steps.add(from + k);
  };
  for (const h of asked) block(seasonStart(h, season));
  if (year > 0) {
    for (let j = 0; j < yearBlocks; j++) block(blockStart(j, year));
    block(wholeYear(year, season));
  }
  return Int32Array.from(steps).sort();
}

/**
 * Splits the all-base forecast `base` of the steps `asked` (counted from the end of the past). Without a year, level
 * is the mean over the season around a step and season is the rest. With one, level is the mean over the year that
 * follows the past, moved along by how far the same season lies a year later; year is how far the season around a step
 * stands from it (what comes with the day of the month included), and season is the rest.
 *
 * @param path   all-base forecast of a step of `pathSteps`
 * @param season length of the longest short season in steps; 1 for none
 * @param year   in steps; 0 for none
 */
export function splitBase(
  asked: Int32Array,
  base: Float64Array,
  path: (step: number) => number,
  season: number,
  year: number,
): BaseParts {
  const meanFrom = (from: number) => {
    let sum = 0;
    for (let k = 0; k < season; k++) sum += path(from + k);
    return sum / season;
  };
  const around = Float64Array.from(asked, (h) => meanFrom(seasonStart(h, season)));
  const rest = base.map((it, k) => it - around[k]!);
  if (year === 0) return { level: around, season: rest, year: undefined };
  let mean = 0;
  let centre = (season - 1) / 2;
  for (let j = 0; j < yearBlocks; j++) {
    mean += meanFrom(blockStart(j, year)) / yearBlocks;
    centre += blockStart(j, year) / yearBlocks;
  }
  const later = wholeYear(year, season);
  const drift = (meanFrom(later) - meanFrom(0)) / later;
  const level = Float64Array.from(asked, (h) => mean + drift * (h - centre));
  return { level, season: rest, year: around.map((it, k) => it - level[k]!) };
}

/** First step of the season around a step: centred, but not before the past's end. */
const seasonStart = (step: number, season: number) => Math.max(0, step - (season >> 1));
const blockStart = (block: number, year: number) => Math.round((block * year) / yearBlocks);
/** A year later at the same position of the season. */
const wholeYear = (year: number, season: number) => season * Math.max(1, Math.round(year / season));
