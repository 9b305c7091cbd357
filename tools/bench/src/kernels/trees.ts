import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BoostRules, boost, plainKernels, predictRow, type TreeKernels } from '@tandem/ml-pipeline/kernels';
import { type LessonSize, type TreeLesson, treeLesson, withLevels } from './tree-lesson.ts';

const repeats = 3;
/** As boost.ts damps leaves. */
const ridge = 10;
const fullSize = { rows: 300_000, train: 250_000, features: 45, trees: 100 };

interface Run {
  readonly seconds: number;
  /** Mean absolute error on rows held out. */
  readonly loss: number;
}

/**
 * Trains boosted trees and LightGBM on the same rows with the same leaves, bins, rate and one thread, in turn, three times, and gives medians of millions of rows x
 * trees per second of CPU, losses on rows held out, and ratios above 1 where ours is faster. LightGBM is skipped by name where `python` lacks it.
 */
export async function compareTrees(python: string, size: LessonSize & { readonly trees: number } = fullSize) {
  const { train, features, trees } = size;
  const rules: BoostRules = { trees, mostLeaves: 63, rate: 0.1, featureShare: 1, leastRows: 20, judges: 'others' };
  const data = treeLesson(size);
  const ours: Run[] = [];
  const theirs: { version: string; l1: Run; huber: Run }[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-trees-'));
  try {
    for (const name of ['x', 'y', 'w'] as const) writeFileSync(path.join(folder, `${name}.f64`), data[name]);
    const missing = spawnSync(python, ['-c', 'import lightgbm']).status !== 0;
    for (let k = 0; k < repeats; k++) {
      ours.push(trainOurs(data, size, rules));
      if (!missing) theirs.push(trainLightgbm(python, folder, size, rules));
    }
    const plain = trainOurs(data, size, { ...rules, trees: Math.ceil(trees / 5) }, plainKernels);
    const speed = (seconds: number, grown = trees) => (train * grown) / seconds / 1e6;
    const mine = medianRun(ours);
    const common = {
      rows: train,
      features,
      trees,
      leaves: rules.mostLeaves,
      bins: 63,
      ours: { speed: round(speed(mine.seconds)), loss: round(mine.loss) },
      plain: { speed: round(speed(plain.seconds, Math.ceil(trees / 5))) },
      ours_to_plain: round(speed(mine.seconds) / speed(plain.seconds, Math.ceil(trees / 5))),
    };
    if (missing) return { ...common, lightgbm: `skipped: ${python} has no lightgbm` };
    const [l1, huber] = [medianRun(theirs.map((it) => it.l1)), medianRun(theirs.map((it) => it.huber))];
    const figures = (it: Run) => ({
      speed: round(speed(it.seconds)),
      loss: round(it.loss),
      ours_to_it: round(it.seconds / mine.seconds),
    });
    return { ...common, lightgbm: { version: theirs[0]!.version, l1: figures(l1), huber: figures(huber) } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function trainOurs(
  { bins, binned, lesson, y }: TreeLesson,
  { rows, train }: LessonSize,
  rules: BoostRules,
  kernels?: TreeKernels,
): Run {
  const start = process.cpuUsage();
  const forest = boost(bins, { ...binned, count: train }, lesson, rules, 1, kernels);
  const { user, system } = process.cpuUsage(start);
  let loss = 0;
  for (let r = train; r < rows; r++) loss += Math.abs(predictRow(forest, binned, r) - y[r]!) / (rows - train);
  return { seconds: (user + system) / 1e6, loss };
}

function trainLightgbm(python: string, folder: string, { rows, train, features }: LessonSize, rules: BoostRules) {
  const script = path.join(import.meta.dirname, 'train_lightgbm.py');
  const { trees, mostLeaves, rate, leastRows } = rules;
  const numbers = [rows, train, features, trees, mostLeaves, rate, leastRows, ridge];
  const args = [script, folder, ...numbers.map(String), withLevels.join(',')];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python} ${args.join(' ')} failed:\n${stderr}`);
  return JSON.parse(stdout) as { version: string; l1: Run; huber: Run };
}

const medianRun = (runs: readonly Run[]) =>
  [...runs].sort((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)]!;

const round = (value: number) => Number(value.toPrecision(4));
