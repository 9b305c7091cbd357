import {
  type BinnedRows,
  type Bins,
  binnedRows,
  chance,
  type Lesson,
  learnBins,
  putRow,
} from '@tandem/ml-pipeline/kernels';

export interface LessonSize {
  readonly rows: number;
  /** Rows of them to train on; the rest is held out. */
  readonly train: number;
  readonly features: number;
}

export interface TreeLesson {
  /** Features as they are, shape (rows, features); NaN is missing. */
  readonly x: Float64Array;
  /** Targets and weights, shape (rows). */
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly bins: Bins;
  readonly binned: BinnedRows;
  /** The rows to train on. */
  readonly lesson: Lesson;
}

/** Features with levels. */
export const withLevels = [1, 6];

/**
 * A seeded lesson: flags, small counts, levels, a gap here and there and plain numbers; the target has interactions, a bend and heavy noise.
 * Rows are in random order already: those to train on come first.
 */
export function treeLesson({ rows, train, features }: LessonSize): TreeLesson {
  const x = new Float64Array(rows * features);
  for (let r = 0; r < rows; r++) {
    for (let f = 0; f < features; f++) x[r * features + f] = featureValue(f, chance(1, r, f));
  }
  const at = (r: number, f: number) => x[r * features + f]!;
  const each = (length: number, value: (r: number) => number) => Float64Array.from({ length }, (_, r) => value(r));
  const y = each(rows, (r) => truth((f) => at(r, f)) + noise(r));
  const w = each(rows, (r) => 0.2 + 0.8 * chance(2, r, 0));
  const bins = learnBins(
    x.subarray(0, Math.min(train, 20_000) * features),
    features,
    Array.from({ length: features }, (_, f) => withLevels.includes(f)),
  );
  const binned = binnedRows(rows, features);
  for (let r = 0; r < rows; r++) putRow(bins, binned, r, x.subarray(r * features, (r + 1) * features));
  const lesson = {
    target: y.subarray(0, train),
    weight: w.subarray(0, train),
    block: Int32Array.from({ length: train }, (_, r) => Math.floor((r % 800) / 14)),
  };
  return { x, y, w, bins, binned, lesson };
}

function featureValue(feature: number, u: number): number {
  if (feature % 5 === 0) return u < 0.3 ? 1 : 0;
  if (feature % 5 === 1) return Math.floor(7 * u);
  return feature === 2 && u < 0.1 ? Number.NaN : u;
}

const truth = (x: (feature: number) => number) =>
  x(0) * x(5) + Math.sin(6 * x(3)) * x(4) + x(8) * x(9) + (x(1) % 2) * 0.3 + (x(7) > 0.6 && x(13) > 0.4 ? 0.7 : 0);

const noise = (r: number) => (chance(3, r, 0) + chance(3, r, 1) - 1) * (chance(3, r, 2) < 0.05 ? 10 : 0.5);
