/** Writes small ONNX files by hand, field by field of onnx.proto3, for tests. */

type Dim = number | string;
interface Value {
  readonly name: string;
  readonly shape: readonly Dim[];
  /** float32 is 1, int64 7, float64 11. */
  readonly type?: number;
}
interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly floats?: readonly number[];
  readonly ints?: readonly number[];
  /** Path of a file that holds the values instead. */
  readonly external?: string;
}
interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: readonly Uint8Array[];
}
export interface TinyModel {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly constants?: readonly Constant[];
  readonly nodes: readonly Node[];
}

export function onnxModel(model: TinyModel): Uint8Array {
  const opset = bytesField(8, joined(numberField(2, 13)));
  return joined(numberField(1, 8), bytesField(7, onnxGraph(model)), opset);
}

export function onnxGraph({ inputs, outputs, constants = [], nodes }: TinyModel): Uint8Array {
  return joined(
    ...nodes.map((it) => bytesField(1, nodeBytes(it))),
    textField(2, 'tiny'),
    ...constants.map((it) => bytesField(5, constantBytes(it))),
    ...inputs.map((it) => bytesField(11, valueBytes(it))),
    ...outputs.map((it) => bytesField(12, valueBytes(it))),
  );
}

/** An attribute that is a graph, such as the body of a loop. */
export const graphAttribute = (name: string, graph: Uint8Array) =>
  joined(textField(1, name), bytesField(6, graph), numberField(20, 5));

/** Repeats the last `steps` of `context` values, each times `factor`: a season of that length. */
export function lastSeason(
  context: number,
  steps: number,
  { factor = 1, named = false, column = false } = {},
): Uint8Array {
  const last = [context - steps, context] as const;
  const shape: Dim[] = ['series', named ? 'context' : context];
  return onnxModel({
    inputs: [{ name: 'past', shape: column ? [...shape, 1] : shape }],
    outputs: [{ name: 'median', shape: column ? ['series', steps, 1] : ['series', named ? 'steps' : steps] }],
    constants: [
      { name: 'from', shape: [1], ints: [last[0]] },
      { name: 'to', shape: [1], ints: [last[1]] },
      { name: 'axis', shape: [1], ints: [1] },
      { name: 'factor', shape: [1], floats: [factor] },
    ],
    nodes: [
      { op: 'Slice', inputs: ['past', 'from', 'to', 'axis'], outputs: ['season'] },
      { op: 'Mul', inputs: ['season', 'factor'], outputs: ['median'] },
    ],
  });
}

/** Each step a weighted sum of the context; `weights` of shape (context, steps). */
export function linear(weights: readonly (readonly number[])[]): Uint8Array {
  const [context, steps] = [weights.length, weights[0]!.length];
  return onnxModel({
    inputs: [{ name: 'past', shape: ['series', context] }],
    outputs: [{ name: 'median', shape: ['series', steps] }],
    constants: [{ name: 'weights', shape: [context, steps], floats: weights.flat() }],
    nodes: [{ op: 'MatMul', inputs: ['past', 'weights'], outputs: ['median'] }],
  });
}

const nodeBytes = ({ op, inputs, outputs, attributes = [] }: Node) =>
  joined(
    ...inputs.map((it) => textField(1, it)),
    ...outputs.map((it) => textField(2, it)),
    textField(4, op),
    ...attributes.map((it) => bytesField(5, it)),
  );

function constantBytes({ name, shape, floats, ints, external }: Constant): Uint8Array {
  const raw = floats ? new Float32Array(floats).buffer : new BigInt64Array((ints ?? []).map(BigInt)).buffer;
  return joined(
    ...shape.map((it) => numberField(1, it)),
    numberField(2, floats ? 1 : 7),
    textField(8, name),
    ...(external === undefined
      ? [bytesField(9, new Uint8Array(raw))]
      : [bytesField(13, joined(textField(1, 'location'), textField(2, external))), numberField(14, 1)]),
  );
}

function valueBytes({ name, shape, type = 1 }: Value): Uint8Array {
  const dims = shape.map((it) => bytesField(1, typeof it === 'number' ? numberField(1, it) : textField(2, it)));
  const tensor = joined(numberField(1, type), bytesField(2, joined(...dims)));
  return joined(textField(1, name), bytesField(2, bytesField(1, tensor)));
}

function varint(value: number): number[] {
  const out: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...out, rest];
    out.push((rest % 128) | 128);
  }
}
const numberField = (field: number, value: number) => Uint8Array.from([...varint(field * 8), ...varint(value)]);
const textField = (field: number, text: string) => bytesField(field, new TextEncoder().encode(text));
const bytesField = (field: number, bytes: Uint8Array) =>
  joined(Uint8Array.from([...varint(field * 8 + 2), ...varint(bytes.length)]), bytes);
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
