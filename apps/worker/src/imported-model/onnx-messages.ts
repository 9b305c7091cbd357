/** What a tensor of a model looks like, by its file: a dimension that is no number is dynamic; no dimensions, unknown. */
export interface TensorInfo {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/**
 * What the process that runs a model is asked, one thing at a time; the first is `load`, of the model whose bytes come on
 * standard input: hundreds of megabytes in one message would take half a minute.
 */
export type OnnxRequest =
  | { readonly kind: 'load'; readonly runtime: string }
  | { readonly kind: 'run'; readonly shape: readonly number[]; readonly values: Float32Array };

export interface LoadedModel {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
}

/** The first output. */
export interface ModelOutput {
  readonly type: string;
  readonly shape: readonly number[];
  /** Empty where the type is not float32. */
  readonly values: Float32Array;
}

/** Why a request could not be answered: the runtime could not be loaded, the file is no model, a run of it failed. */
export interface OnnxFailure {
  readonly failed: 'runtime' | 'model' | 'run';
  readonly message: string;
}

export type OnnxReply = LoadedModel | ModelOutput | OnnxFailure;
