import { availableParallelism } from 'node:os';
import { openDuckDb, openThreadPool } from '@tandem/adapters-local';
import type { Progress } from '@tandem/data-model/contract';
import { type ForecastRunOptions, type ForecastRunReport, forecastRun } from './forecast-run/forecast-run.ts';

export {
  checkDatabase,
  type EmbeddedPostgres,
  type Home,
  openHome,
  startEmbeddedPostgres,
} from '@tandem/adapters-local';
export type { ForecastRunOptions, ForecastRunReport };

/** The processes of an installation, for the one who starts them. */
export const workerMain = new URL('./main.ts', import.meta.url);

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
  const warehouse = await openDuckDb({ file: ':memory:', objectsRoot: '/' });
  try {
    return await forecastRun(options, {
      warehouse,
      openRunner: (module, shared) => openThreadPool({ module, shared, threads: availableParallelism() }),
      ...hooks,
    });
  } finally {
    await warehouse.close();
  }
}
