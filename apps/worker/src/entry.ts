import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openDuckDb, openThreadPool } from '@tandem/adapters-local';
import type { Progress, StarProposal } from '@tandem/data-model/contract';
import { proposeStar } from '@tandem/etl-engine';
import { literal } from '@tandem/sql';
import { fileOnDisk } from './files/file-on-disk.ts';
import { sourceOfFile } from './files/source-of-file.ts';
import { type ForecastRunOptions, type ForecastRunReport, forecastRun } from './forecast-run/forecast-run.ts';
import { stagingFolder } from './forecast-run/staging-folder.ts';

export {
  backupHome,
  checkDatabase,
  type EmbeddedPostgres,
  type Home,
  openHome,
  restoreHome,
  servingOptions,
  startEmbeddedPostgres,
} from '@tandem/adapters-local';
export { attemptJob } from './jobs/attempt-job.ts';
export { runRecord } from './jobs/run-record.ts';
export type { ForecastRunOptions, ForecastRunReport };
export { sourceOfFile };

/** The processes of an installation, for the one who starts them. */
export const workerMain = new URL('./main.ts', import.meta.url);

/** Of staging, which lies in a file: the texts of a large CSV would be most of the memory that a run takes. */
const memoryLimit = '1GB';

/**
 * Proposes a star for files in this process, without a server; in every form that loads read.
 *
 * @throws UnreadableFile; InvalidInput where a file is not there, or where none of them can be forecast
 */
export async function proposeStarForFiles(
  files: readonly string[],
  hooks: { signal?: AbortSignal } = {},
): Promise<StarProposal> {
  const { folder, remove } = stagingFolder();
  try {
    const file = path.join(folder, 'rows.duckdb');
    const warehouse = await openDuckDb({ file, objectsRoot: '/', memoryLimit, ...hooks });
    try {
      const found = files.map(async (it) => ({ file: await fileOnDisk(it, it), address: literal(path.resolve(it)) }));
      return await proposeStar(await Promise.all(found), {
        warehouse,
        tableOf: (k) => `file_${k}`,
        async keep(text) {
          const kept = path.join(folder, 'text.csv');
          await pipeline(text, createWriteStream(kept), hooks);
          return { address: literal(kept), remove: () => rm(kept) };
        },
      });
    } finally {
      await warehouse.close();
    }
  } finally {
    remove();
  }
}

/**
 * Forecasts CSV files in this process, without a server: long CSV in, one row for each item and future timestamp out.
 * See `ForecastRunOptions`.
 *
 * @throws InvalidInput, NothingToForecast; the output file then is not touched
 */
export async function runForecast(
  options: ForecastRunOptions,
  hooks: { onProgress?: (progress: Progress) => void; signal?: AbortSignal } = {},
): Promise<ForecastRunReport> {
  const { folder, remove } = stagingFolder();
  try {
    const file = path.join(folder, 'rows.duckdb');
    const warehouse = await openDuckDb({
      file,
      objectsRoot: '/',
      memoryLimit,
      ...(hooks.signal ? { signal: hooks.signal } : {}),
    });
    try {
      return await forecastRun(options, {
        warehouse,
        openRunner: (module, shared) => openThreadPool({ module, shared, threads: availableParallelism() }),
        ...hooks,
      });
    } finally {
      await warehouse.close();
    }
  } finally {
    remove();
  }
}
