import { parseArgs } from 'node:util';
import { killApi } from './api/kill-api.ts';
import { fillDisk } from './disk/fill-disk.ts';
import { againOnSmallDisk, ownDisk, Skipped } from './disk/small-disk.ts';
import { killJobs } from './jobs/kill-jobs.ts';
import { killStart } from './kill-start.ts';
import { killLoad } from './load/kill-load.ts';

/** A fault test: breaks something at `points` random points and counts how often all was well afterwards. */
export type FaultTest = (points: number, seed: number) => Promise<Outcome>;

export interface Outcome {
  readonly points: number;
  /** Points after which not all was well. */
  readonly failed: number;
  readonly [count: string]: number;
}

interface Entry {
  readonly about: string;
  readonly run: FaultTest;
  /** Where `--points` does not say; 10 otherwise. */
  readonly points?: number;
  /** Size of the file system of its own that it needs. */
  readonly diskMegabytes?: number;
}

const tests: Readonly<Record<string, Entry>> = {
  start: { about: 'kill -9 of every process during the first flow; the next start must get to ready', run: killStart },
  load: { about: 'kill -9 during loads; each that was accepted must come to its end, whole', run: killLoad },
  jobs: {
    about:
      'kill -9 of workers, and workers that stand still, during jobs; each must have its effect once; points are jobs',
    run: killJobs,
    points: 10_000,
  },
  api: { about: 'kill -9 of the API under writers; what was acknowledged must be there', run: killApi },
  disk: {
    about: 'a disk that is full at each step of a load; it must be said, and all be well once there is space',
    run: fillDisk,
    diskMegabytes: 768,
  },
};

const given = readArguments();
if (!given) {
  console.error('Usage: npm run -s chaos -- NAME [--points N] [--seed S]');
  for (const [name, { about }] of Object.entries(tests)) console.error(`  ${name.padEnd(8)} ${about}`);
  process.exit(2);
}
const { test, points, seed } = given;

if (test.diskMegabytes !== undefined && ownDisk() === undefined) {
  try {
    process.exit(againOnSmallDisk(test.diskMegabytes));
  } catch (error) {
    if (!(error instanceof Skipped)) throw error;
    console.info(JSON.stringify({ skipped: error.message }));
    // As test runners have it for what cannot run here.
    process.exit(77);
  }
}
const outcome = await test.run(points, seed);
console.info(JSON.stringify(outcome));
process.exitCode = outcome.failed === 0 ? 0 : 1;

/** None where they are not what the usage says. */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { points: { type: 'string' }, seed: { type: 'string', default: String(Date.now() % 100_000) } },
    });
    const test = tests[positionals[0] ?? ''];
    const [points, seed] = [Number(values.points ?? test?.points ?? 10), Number(values.seed)];
    if (test && Number.isInteger(points) && points > 0 && Number.isInteger(seed)) return { test, points, seed };
  } catch (error) {
    console.error((error as Error).message);
  }
  return undefined;
}
