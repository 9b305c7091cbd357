import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Forecast, InvalidInput, parseFrequency, type TrainingFrame } from '@tandem/data-model';
import type { CompletedPlan, NewTrainingJob, Progress, TrainingReport } from '@tandem/data-model/contract';
import { schemaFaults, TrainingJob } from '@tandem/data-model/contract';
import { buildFrame, stageLongCsv, withHolidays } from '@tandem/etl-engine';
import { predictAll, taskModule, train } from '@tandem/ml-pipeline';
import type { TaskRunner, Warehouse } from '@tandem/ports';
import { openImportedModel, usualTimeoutMs } from '../imported-model/open-imported-model.ts';
import { type Opening, openInTime } from '../imported-model/open-in-time.ts';
import { readImportedFile } from '../imported-model/read-imported-file.ts';
import { csvHeader, csvRow } from '../local-forecast/forecast-csv.ts';
import { checkOptions } from './check-options.ts';
import { explanationLines } from './explanation-lines.ts';
import { type FutureRow, futureRows } from './future-rows.ts';
import { reportJson } from './report-json.ts';

/** What `tandem forecast run` is asked: long CSV files in, one row for each item and future timestamp out. */
export interface ForecastRunOptions {
  readonly train: string;
  readonly future: string;
  readonly out: string;
  readonly frequency: string;
  readonly horizon: number;
  /** Period of the scoring scale; default: that of the frequency. */
  readonly seasonality?: number;
  readonly quantiles: readonly string[];
  readonly item: string;
  /** Columns that, with the item, tell one series from another. */
  readonly grouping?: readonly string[];
  readonly time: string;
  readonly target: string;
  readonly known?: readonly string[];
  readonly past?: readonly string[];
  readonly statics?: string;
  /** What the job says of the data besides. */
  readonly featureDataTypes?: NewTrainingJob['featureDataTypes'];
  readonly transformations?: NewTrainingJob['transformations'];
  readonly holidayConfig?: NewTrainingJob['holidayConfig'];
  readonly seed?: number;
  readonly preset?: TrainingJob['preset'];
  /** Of all, from reading to writing. */
  readonly timeLimitSeconds?: number;
  /** Plan of an earlier report: does again what that run completed, whatever the time. */
  readonly plan?: CompletedPlan;
  /** A forecasting model that was trained elsewhere, as one more candidate. */
  readonly importedModel?: {
    /** ONNX file. */
    readonly file: string;
    /** Values that it looks back on; needed where the file leaves it open. */
    readonly contextLength?: number;
    /** Folder of the home in which what runs it may be installed. */
    readonly runtimes: string;
  };
  /** Where to write the report as JSON. */
  readonly report?: string;
  /** Where to write, as CSV, the parts that each forecast's median is the sum of. */
  readonly explain?: string;
}

export interface ForecastRunDeps {
  /** An empty warehouse of this process. */
  readonly warehouse: Warehouse;
  readonly openRunner: (module: URL, shared: unknown) => TaskRunner<never, never>;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface ForecastRunReport extends TrainingReport {
  readonly rowsWritten: number;
}

/**
 * Trains on one CSV and forecasts the rows of another, in their order. Items with too little history are forecast from
 * the pooled model and named in the report.
 *
 * @throws InvalidInput, NothingToForecast, and what an imported model does wrong; the output file then is not touched
 */
export async function forecastRun(options: ForecastRunOptions, deps: ForecastRunDeps): Promise<ForecastRunReport> {
  checkOptions(options);
  const started = performance.now();
  const imported = await openImported(options, deps.signal);
  try {
    return await runWith(options, deps, imported, started);
  } finally {
    imported?.opened?.close();
  }
}

async function openImported(
  { importedModel, timeLimitSeconds, plan }: ForecastRunOptions,
  signal: AbortSignal | undefined,
): Promise<Opening | undefined> {
  if (!importedModel) return undefined;
  const { file: name, contextLength, runtimes } = importedModel;
  const file = await readImportedFile(name);
  // A plan is followed whatever the time.
  const limitSeconds = plan ? null : (timeLimitSeconds ?? null);
  const timeoutMs = limitSeconds === null ? usualTimeoutMs : Math.min(1000 * limitSeconds, usualTimeoutMs);
  const open = (during?: AbortSignal) =>
    openImportedModel({ ...file, contextLength }, { runtimes, signal: during, timeoutMs });
  return openInTime(file.title, limitSeconds, open, signal);
}

async function runWith(
  options: ForecastRunOptions,
  { warehouse, openRunner, onProgress, signal }: ForecastRunDeps,
  opening: Opening | undefined,
  started: number,
): Promise<ForecastRunReport> {
  const imported = opening?.opened;
  const job = jobOf(options);
  const staged = await stageLongCsv(warehouse, {
    train: options.train,
    future: options.future,
    ...(options.statics ? { statics: options.statics } : {}),
    frequency: parseFrequency(options.frequency),
    item: options.item,
    timestamp: options.time,
    target: options.target,
    grouping: job.timeSeriesConfig.groupingAttributeNames,
    known: options.known ?? [],
    past: options.past ?? [],
    featureDataTypes: job.featureDataTypes,
    transformations: job.transformations,
  });
  const { frame: built, request, notes } = await buildFrame(warehouse, staged.source);
  const frame = withHolidays(built, job, 0);
  const runner = openRunner(taskModule, frame);
  try {
    const { model, report } = await train(frame, job, {
      runner,
      secondsBefore: (performance.now() - started) / 1000,
      thenForecast: true,
      ...(options.seasonality === undefined ? {} : { scaleSeason: options.seasonality }),
      ...(imported ? { imported: { ...imported.model, run: imported.run } } : {}),
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    });
    const forecast = await predictAll(model, frame, request, {
      runner,
      runImported: imported?.run,
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    });
    const future = () => futureRows(warehouse, staged.futureRows, frame);
    const rowsWritten = await writeRows(future(), frame, forecast, options);
    if (options.explain) {
      const { grouping = [] } = options;
      const lines = explanationLines(model, frame, request, future(), { grouping, signal, runImported: imported?.run });
      await writeWhole(options.explain, lines);
    }
    const leftOut = opening?.leftOut ? [opening.leftOut] : [];
    const whole = { ...report, notes: [...staged.notes, ...notes, ...leftOut, ...report.notes], rowsWritten };
    if (options.report) await writeWhole(options.report, reportJson(whole));
    return whole;
  } finally {
    await runner.close();
  }
}

function jobOf(options: ForecastRunOptions): TrainingJob {
  const asked = {
    forecastFrequency: options.frequency,
    forecastHorizon: options.horizon,
    forecastQuantiles: [...options.quantiles],
    timeSeriesConfig: {
      targetAttributeName: options.target,
      timestampAttributeName: options.time,
      itemIdentifierAttributeName: options.item,
      groupingAttributeNames: [...(options.grouping ?? [])],
    },
    featureDataTypes: options.featureDataTypes,
    transformations: options.transformations,
    holidayConfig: options.holidayConfig,
    seed: options.seed ?? options.plan?.seed,
    preset: options.preset ?? options.plan?.preset ?? 'balanced',
    completionCriteria: { maxAutoMLJobRuntimeInSeconds: options.timeLimitSeconds ?? null },
    plan: options.plan,
    importedModel: undefined, // from a file, not an upload
  } satisfies { [field in keyof NewTrainingJob]: unknown };
  const read = TrainingJob.safeParse(asked, { reportInput: true });
  if (read.success) return read.data;
  const faults = schemaFaults(TrainingJob, read.error.issues);
  throw new InvalidInput(
    `The options make no training job: ${faults.map((it) => `${it.at} is ${it.got}, expected ${it.expected}`).join('; ')}.`,
    'Change what it names.',
    { faults },
  );
}

/** Writes the forecast of each row of the future file, in file order. */
async function writeRows(
  future: AsyncIterable<readonly FutureRow[]>,
  frame: TrainingFrame,
  forecast: Forecast,
  { out, grouping = [] }: ForecastRunOptions,
): Promise<number> {
  const position = new Map<number, number>();
  forecast.period.forEach((period, r) => {
    const i = forecast.item[r]!;
    position.set(frame.offset[i]! + period - frame.start[i]!, r);
  });
  let written = 0;
  async function* lines() {
    yield csvHeader(forecast.quantiles, grouping);
    for await (const rows of future) {
      written += rows.length;
      yield rows.map(({ row, lead }) => csvRow(forecast, position.get(row)!, lead)).join('');
    }
  }
  await writeWhole(out, lines());
  return written;
}

/** Writes a file beside its place and then renames it, so that it appears whole or not at all. */
async function writeWhole(file: string, text: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await pipeline(Readable.from(text), createWriteStream(partial));
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true });
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw new InvalidInput(
      `${file} cannot be written: ${(cause as Error).message}.`,
      'Give a file that may be written, on a disk with room.',
      { cause },
    );
  }
}
