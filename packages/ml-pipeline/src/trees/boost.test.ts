import { expect, it } from 'vitest';
import { binnedRows, learnBins, putRow } from './binning.ts';
import { boost } from './boost.ts';
import { chance } from './chance.ts';
import { plainKernels } from './tree-kernels.ts';
import { predictRow } from './tree-model.ts';

const rules = { trees: 80, mostLeaves: 15, rate: 0.2, featureShare: 1, leastRows: 10, judges: 'others' } as const;
const n = 3000;

function lessonOf(
  feature: (r: number, f: number) => number,
  target: (r: number) => number,
  block: (r: number) => number,
) {
  const sample = Float64Array.from({ length: 3 * n }, (_, k) => feature(Math.floor(k / 3), k % 3));
  const bins = learnBins(sample, 3, [false, false, true]);
  const rows = binnedRows(n, 3);
  for (let r = 0; r < n; r++) putRow(bins, rows, r, sample.subarray(3 * r, 3 * r + 3));
  const lesson = {
    target: Float64Array.from({ length: n }, (_, r) => target(r)),
    weight: new Float64Array(n).fill(1),
    block: Int32Array.from({ length: n }, (_, r) => block(r)),
  };
  return { bins, rows, lesson };
}

const feature = (r: number, f: number) => (f === 2 ? Math.floor(6 * chance(1, r, f)) : chance(1, r, f));
/** An interaction, a bend and levels in no order. */
const truth = (r: number) =>
  (feature(r, 0) > 0.5 && feature(r, 1) > 0.3 ? 1 : 0) +
  Math.sin(3 * feature(r, 1)) +
  [0, 1, 0, 1, 0, 1][feature(r, 2)]!;

it('learns a function with an interaction, a bend and levels, through heavy noise on some rows', () => {
  const noise = (r: number) => (chance(5, r, 0) < 0.1 ? 50 * chance(5, r, 1) : 0.1 * (chance(5, r, 2) - 0.5));
  const { bins, rows, lesson } = lessonOf(
    feature,
    (r) => truth(r) + noise(r),
    (r) => r % 40,
  );

  const forest = boost(bins, rows, lesson, rules, 1);

  let error = 0;
  for (let r = 0; r < n; r++) error += Math.abs(predictRow(forest, rows, r) - truth(r)) / n;
  // The truth's own mean absolute deviation is 0.55.
  expect(error).toBeLessThan(0.09);
});

it('learns nothing from what came in one block only', () => {
  const flagged = (r: number, f: number) => (f === 0 && r % 40 === 7 ? 1 : f === 0 ? 0 : feature(r, f));
  const { bins, rows, lesson } = lessonOf(
    flagged,
    (r) => (r % 40 === 7 ? 5 : 0),
    (r) => r % 40,
  );

  const forest = boost(bins, rows, lesson, rules, 1);

  expect(Math.abs(predictRow(forest, rows, 7))).toBeLessThan(0.01);
});

it('keeps what came in one block where all rows judge', () => {
  const flagged = (r: number, f: number) => (f === 0 && r % 40 === 7 ? 1 : f === 0 ? 0 : feature(r, f));
  const { bins, rows, lesson } = lessonOf(
    flagged,
    (r) => (r % 40 === 7 ? 5 : 0),
    (r) => r % 40,
  );

  const forest = boost(bins, rows, lesson, { ...rules, judges: 'all' }, 1);

  expect(predictRow(forest, rows, 7)).toBeGreaterThan(2);
});

it('gives the same bytes again for a seed, and others for another', () => {
  const { bins, rows, lesson } = lessonOf(feature, truth, (r) => r % 40);

  expect(boost(bins, rows, lesson, rules, 1)).toEqual(boost(bins, rows, lesson, rules, 1));
  expect(boost(bins, rows, lesson, rules, 2).value).not.toEqual(boost(bins, rows, lesson, rules, 1).value);
});

it('gives the same bytes by the plain kernels', () => {
  const { bins, rows, lesson } = lessonOf(
    (r, f) => (f === 1 && r % 9 === 0 ? Number.NaN : feature(r, f)),
    truth,
    (r) => r % 40,
  );
  for (const featureShare of [1, 0.7]) {
    const few = { ...rules, trees: 20, featureShare };

    expect(boost(bins, rows, lesson, few, 1)).toEqual(boost(bins, rows, lesson, few, 1, plainKernels));
  }
});

it('predicts the same after a rising transform of a feature, and twice as much for twice the target', () => {
  const plain = lessonOf(feature, truth, (r) => r % 40);
  const curved = lessonOf(
    (r, f) => (f === 1 ? Math.exp(4 * feature(r, 1)) : feature(r, f)),
    truth,
    (r) => r % 40,
  );
  const twice = lessonOf(
    feature,
    (r) => 2 * truth(r),
    (r) => r % 40,
  );
  const forests = [plain, curved, twice].map((it) => boost(it.bins, it.rows, it.lesson, rules, 1));

  expect(predictRow(forests[1]!, curved.rows, 11)).toBe(predictRow(forests[0]!, plain.rows, 11));
  expect(predictRow(forests[2]!, twice.rows, 11)).toBeCloseTo(2 * predictRow(forests[0]!, plain.rows, 11), 10);
});
