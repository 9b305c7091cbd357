import type {
  ExplanationRequest,
  ItemExplanation,
  ItemForecast,
  PredictionRequest,
  Progress,
  TrainingJob,
  TrainingReport,
} from '@tandem/data-model/contract';

export interface RunHooks {
  readonly onProgress: (progress: Progress) => void;
  /** A line for the run's log. */
  readonly onLog: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface TrainRequest {
  readonly job: TrainingJob;
  /** Object key of the encoded TrainingFrame. */
  readonly frameKey: string;
  /** Writes that frame where it is not there yet; called once, after the imported model was opened. */
  readonly writeFrame?: () => Promise<void>;
  /** Object key under which the model is written. */
  readonly modelKey: string;
  /** The file of the job's imported model: its name for people, its object key. */
  readonly imported?: { readonly title: string; readonly key: string };
}

export interface BatchRequest {
  readonly modelKey: string;
  /** Frame whose future rows are forecast; an item without any gets `horizon` steps. */
  readonly frameKey: string;
  readonly horizon: number;
  /** Key of the CSV that is written: item_id, timestamp, mean, then one column for each quantile. */
  readonly outputKey: string;
}

export interface BatchResult {
  readonly items: number;
  readonly rows: number;
  /** Last timestamp of the history. */
  readonly cutoff: string;
  /** Items that a pooled forecast serves, with the reason. */
  readonly notes: Readonly<Record<string, string>>;
}

/** What forecasts are made from, by object keys; a server that has it in memory answers at once, any other loads it first. */
export interface ForecastSource {
  readonly modelKey: string;
  /** The frame that holds each item's stored history. */
  readonly frameKey: string;
}

/** What an endpoint serves. */
export interface ServedModel extends ForecastSource {
  readonly endpointId: string;
}

/** Real-time predictions, and why they are what they are. */
export interface ForecastServing {
  /** Loads a model for predictions, in the place of whatever the endpoint served before. */
  deploy(served: ServedModel): Promise<void>;
  undeploy(endpointId: string): Promise<void>;
  /** Throws NotFound for an unknown item that brings no history, InvalidInput for a request that does not fit the model. */
  predict(served: ServedModel, request: PredictionRequest): Promise<ItemForecast[]>;
  /**
   * Splits each item's forecast into parts that sum to its median; throws as `predict` does, and Conflict where the
   * model or the frame is not kept any more.
   */
  explain(source: ForecastSource, request: ExplanationRequest): Promise<ItemExplanation[]>;
}

/** Where models are trained and served. What crosses is a key, never an array. */
export interface ForecastBackend extends ForecastServing {
  /**
   * Trains and writes the model; throws NothingToForecast, what an imported model does wrong, or Cancelled soon after the
   * signal.
   */
  train(request: TrainRequest, hooks: RunHooks): Promise<TrainingReport>;
  /** Forecasts every item of a frame into one CSV. */
  batch(request: BatchRequest, hooks: RunHooks): Promise<BatchResult>;
}
