import { createHash } from 'node:crypto';
import { Cancelled, ImportedModelFailed, InvalidInput, RuntimeMissing, TooLarge } from '@tandem/data-model';
import type { ImportedModel, RunImported } from '@tandem/ml-pipeline';
import { contextLengthOf, probe, stepsOf } from './contract.ts';
import { findOnnxRuntime, installHint } from './find-onnx-runtime.ts';
import type { LoadedModel, ModelOutput, OnnxFailure } from './onnx-messages.ts';
import { type OnnxProcess, startOnnxProcess } from './start-onnx-process.ts';

/** An ONNX file that a user brought. */
export interface ImportedFile {
  /** For people, as the name of the file. */
  readonly title: string;
  readonly bytes: Uint8Array;
  /** Needed where the file leaves it open. */
  readonly contextLength?: number | undefined;
}

export interface OpenImportedModel {
  readonly model: ImportedModel;
  /** Calls take turns. One that failed has ended the process; the next starts another. */
  readonly run: RunImported;
  /** Ends the process, whatever it does; calls reject with Cancelled from then on. */
  close(): void;
}

export interface OpenOptions {
  /** Folder of the home in which the runtime may be installed. */
  readonly runtimes: string;
  readonly signal?: AbortSignal | undefined;
  /** For one answer: of up to some hundred series, or of loading the model. */
  readonly timeoutMs?: number;
}

const mostBytes = 512 * 2 ** 20;

/** Throws TooLarge for a model of more than 512 MiB: it is kept whole in memory, and in what is trained with it. */
export function refuseLong(title: string, length: number): void {
  if (length <= mostBytes) return;
  throw new TooLarge(
    `The imported model ${title} has ${length} bytes, more than the ${mostBytes} that it may.`,
    'Export a smaller model, or one of lower precision inside.',
  );
}

export const usualTimeoutMs = 120_000;

/**
 * Starts a process for an imported model, and tries the model in it on two plain series.
 *
 * @throws TooLarge; InvalidInput for what is no ONNX model or does not keep the contract; ImportedModelFailed where it
 *         crashes, hangs or gives no number; RuntimeMissing where nothing can run it; Cancelled
 */
export async function openImportedModel(
  { title, bytes, contextLength: given }: ImportedFile,
  { runtimes, signal, timeoutMs = usualTimeoutMs }: OpenOptions,
): Promise<OpenImportedModel> {
  refuseLong(title, bytes.length);
  const runtime = findOnnxRuntime(runtimes);
  let open: { readonly child: OnnxProcess; readonly loaded: LoadedModel } | undefined;
  let closed = false;
  const opened = async (during?: AbortSignal) => {
    if (closed) throw new Cancelled('The imported model');
    if (open?.child.isAlive()) return open;
    const child = startOnnxProcess(title, bytes, timeoutMs);
    open = { child, loaded: { inputs: [], outputs: [] } };
    const loaded = await child.ask({ kind: 'load', runtime }, during);
    if ('failed' in loaded) {
      child.kill();
      throw notLoaded(title, loaded, runtimes);
    }
    open = { child, loaded: loaded as LoadedModel };
    return open;
  };
  const runOnce: RunImported = async (contexts, series, during) => {
    const { child, loaded } = await opened(during);
    const column = loaded.inputs[0]!.shape.length === 3;
    const shape = [series, contexts.length / series, ...(column ? [1] : [])];
    const output = await child.ask({ kind: 'run', shape, values: contexts }, during);
    if ('failed' in output) throw notRun(title, output);
    stepsOf(title, series, output as ModelOutput);
    return (output as ModelOutput).values;
  };
  let last: Promise<unknown> = Promise.resolve();
  const run: RunImported = (...asked) => {
    const next = last.then(() => runOnce(...asked));
    last = next.catch(() => undefined);
    return next;
  };
  const close = () => {
    closed = true;
    open?.child.kill();
  };
  try {
    const { loaded } = await opened(signal);
    const contextLength = contextLengthOf(title, loaded, given);
    const steps = await probe(title, contextLength, (contexts, series) => run(contexts, series, signal));
    const source = `SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`;
    return { model: { title, source, contextLength, steps, bytes: new Uint8Array(bytes) }, run, close };
  } catch (error) {
    close();
    throw error;
  }
}

const notLoaded = (title: string, { failed, message }: OnnxFailure, runtimes: string) =>
  failed === 'runtime'
    ? new RuntimeMissing(`The runtime of imported models cannot be loaded: ${message}.`, installHint(runtimes))
    : new InvalidInput(
        `The imported model ${title} cannot be read: ${message}.`,
        'Export it as one ONNX file with all values inside, of an operator set that onnxruntime knows.',
      );

const notRun = (title: string, { message }: OnnxFailure) =>
  new ImportedModelFailed(
    `The imported model ${title} failed on a batch of series: ${message}`,
    'Export it with a dynamic first dimension for the series, and see that it runs by itself.',
  );
