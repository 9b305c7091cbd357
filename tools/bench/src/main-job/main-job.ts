import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeSample } from '@tandem/sample-data';
import { type Bench, UsageError } from '../bench.ts';
import { holdoutLoss } from './holdout-loss.ts';
import { runToReady } from './run-to-ready.ts';

/** Seconds from an installed repository to ready, at the first start and at the second, and to write a large sample. */
export const mainJob: Bench = {
  name: 'main-job',
  about:
    'Seconds of the first start from nothing to ready, of each of its steps, of the second, and of a large sample.',
  usage: 'main-job [--stores N] [--days N] [--port N] [--repeat N]',
  async run(args) {
    const { stores, days, port, repeat } = readArguments(args);
    const runs = [];
    for (let r = 0; r < repeat; r++) {
      const home = mkdtempSync(path.join(tmpdir(), 'tandem-bench-'));
      // So that root's database, which another user runs, lies in it and goes with it.
      chmodSync(home, 0o711);
      try {
        const sampleStarted = performance.now();
        await writeSample({ stores: 1115, days: 942, seed: r + 1 }, path.join(home, 'large-sample'));
        const sample = (performance.now() - sampleStarted) / 1000;
        const first = await runToReady(home, port, stores, days);
        const second = await runToReady(home, port, stores, days);
        runs.push({ sample, first, second, holdout: holdoutLoss(home) });
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    }
    return {
      stores,
      days,
      runs: repeat,
      first_ready_s: median(runs.map((it) => it.first.seconds)),
      second_ready_s: median(runs.map((it) => it.second.seconds)),
      sample_1115x942_s: median(runs.map((it) => it.sample)),
      holdout_loss_over_best: runs[0]?.holdout.ratio,
      holdout_below: runs[0]?.holdout.below,
      steps_s: runs[0]?.first.steps,
    };
  },
};

function readArguments(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stores: { type: 'string', default: '200' },
        days: { type: 'string', default: '942' },
        port: { type: 'string', default: '4490' },
        repeat: { type: 'string', default: '3' },
      },
    });
    const [stores, days, port, repeat] = [values.stores, values.days, values.port, values.repeat].map((it) => {
      if (!/^[1-9]\d*$/.test(it)) throw new UsageError(`${it} is not a whole number above 0.`);
      return Number(it);
    }) as [number, number, number, number];
    return { stores, days, port, repeat };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const value = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return Number(value.toFixed(2));
}
