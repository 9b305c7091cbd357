import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { refuseExternalData } from './external-data.ts';
import type { LoadedModel, ModelOutput, OnnxFailure, OnnxReply, OnnxRequest, TensorInfo } from './onnx-messages.ts';

/**
 * The process of one imported model: loads it from memory and runs it when asked. It has an empty environment, and may be
 * killed at any time.
 */
let session: Session | undefined;
let tensor: OnnxRuntime['Tensor'] | undefined;

async function load({ runtime }: OnnxRequest & { kind: 'load' }): Promise<LoadedModel | OnnxFailure> {
  let onnx: OnnxRuntime;
  try {
    const module: OnnxRuntime & { default?: OnnxRuntime } = await import(pathToFileURL(runtime).href);
    onnx = module.default ?? module;
  } catch (error) {
    return failure('runtime', error);
  }
  try {
    const bytes = await standardInput();
    refuseExternalData(bytes);
    session = await onnx.InferenceSession.create(bytes, sessionOptions);
  } catch (error) {
    return failure('model', error);
  }
  tensor = onnx.Tensor;
  return { inputs: session.inputMetadata.map(info), outputs: session.outputMetadata.map(info) };
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const it of process.stdin) chunks.push(it);
  return new Uint8Array(Buffer.concat(chunks));
}

async function run({ shape, values }: OnnxRequest & { kind: 'run' }): Promise<ModelOutput | OnnxFailure> {
  try {
    const [input, output] = [session!.inputNames[0]!, session!.outputNames[0]!];
    const found = (await session!.run({ [input]: new tensor!('float32', values, shape) }, [output]))[output]!;
    const { type, dims, data } = found;
    return { type, shape: [...dims], values: data instanceof Float32Array ? data : new Float32Array(0) };
  } catch (error) {
    return failure('run', error);
  }
}

const failure = (failed: OnnxFailure['failed'], error: unknown): OnnxFailure => ({
  failed,
  message: error instanceof Error ? error.message.trim() : String(error),
});

const info = ({ name, type = 'unknown', shape = [] }: Metadata): TensorInfo => ({ name, type, shape: [...shape] });

/** One thread, so that sums are taken in the same order each time. */
const sessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  // Faults come back as errors.
  logSeverityLevel: 4,
} as const;

/** Of onnxruntime-node, what is used here. */
interface OnnxRuntime {
  readonly InferenceSession: { create(model: Uint8Array, options: typeof sessionOptions): Promise<Session> };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OnnxTensor;
}
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly Metadata[];
  readonly outputMetadata: readonly Metadata[];
  run(feeds: Record<string, OnnxTensor>, fetches: readonly string[]): Promise<Record<string, OnnxTensor>>;
}
interface Metadata {
  readonly name: string;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
}
interface OnnxTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

process.on('message', async (request: OnnxRequest) => {
  const reply: OnnxReply = await (request.kind === 'load' ? load(request) : run(request));
  process.send?.(reply);
});
process.on('disconnect', () => process.exit(0));
// A run keeps this thread busy: another one sees that who asked is gone, and ends the process whatever it does. Whose
// process that is comes with the start, as it may be gone before a thread is there to look.
new Worker(
  `setInterval(() => process.ppid === ${Number(process.argv[2])} || process.kill(process.pid, 'SIGKILL'), 1000);`,
  { eval: true },
).unref();
