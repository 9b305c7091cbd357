import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BenchSeries, generatedSeries } from './generated-series.ts';
import { ownLoss, ownSeconds, ownThetaError } from './own-fits.ts';

/** What a script writes of its fits, warm-up excluded; null where a fit failed. */
interface PeerFits {
  readonly version: string;
  readonly ets_s: number;
  readonly theta_s: number | null;
  /** The form it chose, as `AAdM`, and that form's -2 log likelihood but for a constant. */
  readonly ets: readonly ({ readonly form: string; readonly loss: number } | null)[];
  /** Mean squared error one step ahead, from the third value on; of series without a season. */
  readonly theta: readonly (number | null)[];
}

/** Automatic ETS and dynamic optimised Theta of a library of another language: speed, and the fit of the same forms. */
export async function againstPeer(command: string, script: string): Promise<Record<string, unknown>> {
  const series = generatedSeries({ monthly: 24, daily: 4, yearly: 40 });
  const fits = await runPeer(command, script, series);
  if ('skipped' in fits) return fits;
  const ets = fits.ets.flatMap((it, k) => (it ? [ownLoss(series[k]!, it.form) - it.loss] : []));
  const theta = fits.theta.flatMap((it, k) => (it ? [ownThetaError(series[k]!) / it - 1] : []));
  return {
    version: fits.version,
    series: series.length,
    ...speed('ets', series, fits.ets_s),
    ets_loss_difference: differences(ets, 0.01),
    ...(fits.theta_s === null ? {} : speed('theta', series, fits.theta_s)),
    ...(theta.length > 0 ? { theta_mse_difference: differences(theta, 1e-3) } : {}),
  };
}

function speed(family: 'ets' | 'theta', series: readonly BenchSeries[], theirs: number) {
  const ours = ownSeconds(family, series);
  return {
    [`${family}_ours_per_s`]: Number((series.length / ours).toFixed(1)),
    [`${family}_theirs_per_s`]: Number((series.length / theirs).toFixed(1)),
    [`${family}_ratio`]: Number((theirs / ours).toFixed(2)),
  };
}

/** Ours less theirs: below zero, ours fits better. */
function differences(values: readonly number[], tolerance: number) {
  const sorted = [...values].sort((a, b) => a - b);
  const round = (value: number) => Number(value.toFixed(4));
  return {
    count: sorted.length,
    median: round(sorted[sorted.length >> 1]!),
    mean: round(sorted.reduce((sum, it) => sum + it, 0) / sorted.length),
    worst: round(sorted.at(-1)!),
    no_worse: round(sorted.filter((it) => it <= tolerance).length / sorted.length),
  };
}

async function runPeer(command: string, script: string, series: readonly BenchSeries[]) {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-kernels-'));
  const [given, written] = [join(folder, 'series.json'), join(folder, 'fits.json')];
  try {
    await writeFile(given, JSON.stringify(series));
    const file = fileURLToPath(new URL(script, import.meta.url));
    await promisify(execFile)(command, [file, given, written], { env: { ...process.env, ...oneThread } });
    return JSON.parse(await readFile(written, 'utf8')) as PeerFits;
  } catch (error) {
    const { message, stderr = '' } = error as Error & { stderr?: string };
    return { skipped: stderr.trim().split('\n').at(-1) || message };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const oneThread = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  NUMBA_NUM_THREADS: '1',
};
