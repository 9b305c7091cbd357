import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import {
  decodeFrame,
  type Forecast,
  type ForecastRequest,
  formatPeriod,
  formatQuantile,
  InvalidInput,
  KnownError,
  ModelUnreadable,
  NothingToForecast,
  type TrainingFrame,
} from '@tandem/data-model';
import type {
  ExplanationRequest,
  ItemExplanation,
  ItemForecast,
  PredictionItem,
  TrainingJob,
} from '@tandem/data-model/contract';
import { everyItems, fillFuture, type OfEveryItem, withHolidays } from '@tandem/etl-engine';
import {
  decodeModel,
  type Explanation,
  encodeModel,
  explain,
  type ImportedModel,
  importedAhead,
  importedModelOf,
  type Model,
  predict,
  taskModule,
  train,
} from '@tandem/ml-pipeline';
import type { ForecastBackend, ForecastSource, ObjectStore, TaskRunner, TrainRequest } from '@tandem/ports';
import type { ImportedFile, OpenImportedModel } from '../imported-model/open-imported-model.ts';
import { type Opening, openInTime } from '../imported-model/open-in-time.ts';
import { csvHeader, csvRows } from './forecast-csv.ts';
import { itemFrame } from './item-frame.ts';
import { loadedModels } from './loaded-models.ts';
import { type ModelCard, readCard, writeCard } from './model-card.ts';
import { openPeriods } from './open-periods.ts';
import { pieces } from './pieces.ts';

/** About 50 ms of predicting (1,115 items, 2026-11-23, two busy cores). */
const rowsPerPiece = 2_000;
/** Steps that one request for explanations may ask for, over all its items. */
const mostExplained = 1_000;

export interface LocalForecastDeps {
  readonly objects: ObjectStore;
  /** Starts threads that run a task module over a frame; the pool knows nothing of forecasting. */
  readonly openRunner: (module: URL, shared: unknown) => TaskRunner<never, never>;
  /** Starts a process for an imported model. */
  readonly openImported: (file: ImportedFile, signal?: AbortSignal) => Promise<OpenImportedModel>;
}

interface Loaded {
  readonly model: Model;
  readonly card: ModelCard;
  readonly frame: TrainingFrame;
  readonly ofEveryItem: OfEveryItem;
  /** Of an ensemble with an imported model, what runs it. */
  readonly imported: OpenImportedModel | undefined;
}

/** The forecast backend of one machine: the engine of ml-pipeline on worker threads, models served from memory. */
export function openLocalForecast({ objects, openRunner, openImported }: LocalForecastDeps): ForecastBackend {
  const openFile = ({ title, key }: ImportedKey, job: TrainingJob, signal: AbortSignal): Promise<Opening> => {
    const { importedModel, completionCriteria, plan } = job;
    const contextLength = importedModel?.contextLength;
    const open = async (during?: AbortSignal) =>
      openImported({ title, bytes: await objects.get(key), contextLength }, during);
    // A plan is followed whatever the time.
    return openInTime(title, plan ? null : completionCriteria.maxAutoMLJobRuntimeInSeconds, open, signal);
  };

  const openWith = async (model: Model, signal?: AbortSignal): Promise<OpenImportedModel | undefined> => {
    const imported: ImportedModel | undefined = importedModelOf(model);
    return imported && openImported(imported, signal);
  };

  const read = async (source: ForecastSource, mend: string): Promise<Loaded> => {
    const stored = await readStored(source, mend);
    return { ...stored, imported: await openWith(stored.model) };
  };

  const readStored = async ({ modelKey, frameKey }: ForecastSource, mend: string) => {
    try {
      const model = decodeModel(await objects.get(modelKey));
      const card = await readCard(objects, modelKey);
      const frame = decodeFrame(await objects.get(frameKey));
      return { model, card, frame, ofEveryItem: everyItems(frame, card.job.transformations) };
    } catch (cause) {
      if (!(cause instanceof KnownError) || cause.kind === 'unavailable' || cause.kind === 'full') throw cause;
      throw new ModelUnreadable(`The model cannot be read: ${cause.message}`, mend, { cause });
    }
  };

  const models = loadedModels({ read, close: ({ imported }) => imported?.close() });

  return {
    async train({ job, imported: file, frameKey, writeFrame, modelKey }, { onProgress, onLog, signal }) {
      const started = performance.now();
      const { opened, leftOut } = file ? await openFile(file, job, signal) : {};
      try {
        if (leftOut) onLog(leftOut);
        await writeFrame?.();
        const frame = withHolidays(decodeFrame(await objects.get(frameKey)), job, 0);
        const runner = openRunner(taskModule, frame);
        try {
          const secondsBefore = (performance.now() - started) / 1000;
          const options = {
            ...{ runner, onProgress, onLog, signal, secondsBefore },
            ...(opened ? { imported: { ...opened.model, run: opened.run } } : {}),
          };
          const { model, report } = await train(frame, job, options);
          await writeCard(objects, modelKey, { job, setAside: report.setAside });
          await objects.put(modelKey, encodeModel(model));
          return leftOut ? { ...report, notes: [leftOut, ...report.notes] } : report;
        } finally {
          await runner.close();
        }
      } finally {
        opened?.close();
      }
    },

    async batch({ modelKey, frameKey, horizon, outputKey }, { onProgress, signal }) {
      const model = decodeModel(await objects.get(modelKey));
      const { job, setAside } = await readCard(objects, modelKey);
      const stored = decodeFrame(await objects.get(frameKey));
      const whole = openPeriods(stored, horizon);
      const frame = aheadFrame(stored, job, whole, horizon, everyItems(stored, job.transformations));
      const rows = whole.period.length;
      const imported = await openWith(model, signal);
      async function* csv() {
        yield csvHeader(model.quantiles);
        for (const { request, upTo } of pieces(whole, rowsPerPiece)) {
          // Between two pieces, predictions that wait are answered.
          await setImmediate();
          signal.throwIfAborted();
          const ahead = await importedAhead(model, frame, request, imported?.run, signal);
          yield* csvRows(frame, predict(model, frame, request, ahead));
          onProgress({ step: 'predict', detail: `${upTo} of ${rows} rows`, share: upTo / rows, etaSeconds: null });
        }
      }
      try {
        await objects.put(outputKey, Readable.from(csv(), { objectMode: false }));
      } finally {
        imported?.close();
      }
      const end = frame.start.reduce(
        (most, it, i) => Math.max(most, it + frame.history[i]! - 1),
        Number.NEGATIVE_INFINITY,
      );
      return {
        items: new Set(whole.item).size,
        rows,
        cutoff: formatPeriod(frame.axis, end),
        notes: Object.fromEntries(setAside.map(({ item, reason }) => [item, reason])),
      };
    },

    async deploy(target) {
      await models.use(target, async () => undefined);
    },

    async undeploy(endpointId) {
      models.drop(endpointId);
    },

    predict: (target, { items, horizon }) =>
      models.use(target, (loaded) => {
        const { model, card, imported } = loaded;
        return Promise.all(
          items.map(async (item) => {
            const { frame, request } = asked(loaded, item, horizon);
            const ahead = await importedAhead(model, frame, request, imported?.run);
            return itemForecast(item.itemId, frame, predict(model, frame, request, ahead), noteOf(card, item));
          }),
        );
      }),

    explain: (source, request) => models.useToExplain(source, (loaded) => explainItems(loaded, request)),
  };
}

async function explainItems(loaded: Loaded, { items, horizon }: ExplanationRequest): Promise<ItemExplanation[]> {
  const { model, card, imported } = loaded;
  const explanations: ItemExplanation[] = [];
  let steps = 0;
  for (const item of items) steps += item.future?.length ?? horizon ?? card.job.forecastHorizon;
  if (steps > mostExplained) {
    throw new InvalidInput(
      `The items ask for ${steps} steps together; at most ${mostExplained} are explained at once.`,
      'Ask for fewer items, or for a shorter horizon.',
    );
  }
  for (const item of items) {
    const { frame, request } = asked(loaded, item, horizon);
    const [explanation] = await explain(model, frame, request, imported?.run);
    if (!explanation) {
      throw new NothingToForecast(
        `${item.itemId} has no step to forecast within the horizon.`,
        'Ask for a longer horizon, or load covariates of the days to come.',
      );
    }
    explanations.push(itemExplanation(item.itemId, frame, explanation, noteOf(card, item)));
  }
  return explanations;
}

type ImportedKey = NonNullable<TrainRequest['imported']>;

/** One item's frame and periods, as they are forecast and explained. */
function asked({ frame: stored, card: { job }, ofEveryItem }: Loaded, item: PredictionItem, steps?: number) {
  const horizon = steps ?? job.forecastHorizon;
  const { frame, request } = itemFrame(stored, item, job, horizon);
  return { frame: aheadFrame(frame, job, request, horizon, ofEveryItem), request };
}

const noteOf = ({ setAside }: ModelCard, { itemId }: PredictionItem) =>
  setAside.find((it) => it.item === itemId)?.reason ?? null;

function itemExplanation(
  itemId: string,
  frame: TrainingFrame,
  { period, median, parts }: Explanation,
  note: string | null,
): ItemExplanation {
  return {
    itemId,
    timestamps: Array.from(period, (it) => formatPeriod(frame.axis, it)),
    median: Array.from(median),
    parts: parts.map(({ values, ...it }) => ({ ...it, values: Array.from(values) })),
    note,
  };
}

/** A frame with what the job knows of the rows to forecast besides: filled covariates and holidays. */
function aheadFrame(
  frame: TrainingFrame,
  job: TrainingJob,
  request: ForecastRequest,
  steps: number,
  ofEveryItem: OfEveryItem,
): TrainingFrame {
  return withHolidays(fillFuture(frame, job.transformations, request, ofEveryItem), job, steps);
}

function itemForecast(itemId: string, frame: TrainingFrame, forecast: Forecast, note: string | null): ItemForecast {
  const q = forecast.quantiles.length;
  return {
    itemId,
    timestamps: Array.from(forecast.period, (it) => formatPeriod(frame.axis, it)),
    mean: Array.from(forecast.mean),
    quantiles: Object.fromEntries(
      forecast.quantiles.map((quantile, c) => [
        formatQuantile(quantile),
        Array.from(forecast.mean, (_, r) => forecast.values[r * q + c]!),
      ]),
    ),
    note,
  };
}
