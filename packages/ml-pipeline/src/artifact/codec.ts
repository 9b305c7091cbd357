import { Conflict, InvalidInput } from '@tandem/data-model';
import type { Model } from './model.ts';

const family = 'tandem-model-';
/** Raised whenever the shape of a model changes, so that a model of another shape is refused and not misread. */
export const modelFormat = `${family}6`;

/**
 * A model as bytes: 4 bytes of header length (little endian), a JSON header in which each array is a reference,
 * padded to eight, then the arrays. The same model gives the same bytes.
 */
export function encodeModel(model: Model): Uint8Array {
  const arrays: (Float64Array | Int32Array | Uint8Array)[] = [];
  let at = 0;
  const text = JSON.stringify({ format: modelFormat, model }, (_, value) => {
    const kind = kinds.find(([, type]) => value instanceof type);
    if (kind) {
      const reference = { '#': kind[0], at, n: value.length };
      arrays.push(value);
      at += aligned(value.byteLength);
      return reference;
    }
    return value === Number.POSITIVE_INFINITY ? { '#': 'inf' } : value;
  });
  const header = new TextEncoder().encode(text);
  const start = aligned(4 + header.length);
  const bytes = new Uint8Array(start + at);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let to = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), to);
    to += aligned(array.byteLength);
  }
  return bytes;
}

/** Reads what `encodeModel` wrote; throws Conflict for a model of another version, InvalidInput for anything else. */
export function decodeModel(bytes: Uint8Array): Model {
  const length = bytes.length >= 4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) : 0;
  if (length === 0 || bytes.length < 4 + length) throw notAModel();
  const start = aligned(4 + length);
  const read = (_: string, value: unknown) => {
    const kind = (value as Reference | null)?.['#'];
    if (!kind) return value;
    if (kind === 'inf') return Number.POSITIVE_INFINITY;
    const { at, n } = value as Reference;
    const type = kinds.find(([letter]) => letter === kind)?.[1];
    if (!type) throw notAModel();
    const from = start + at;
    if (from + n * type.BYTES_PER_ELEMENT > bytes.length) throw notAModel();
    // A view, then a copy: `slice` of a Node Buffer, which is a Uint8Array too, does not copy.
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset + from, n * type.BYTES_PER_ELEMENT);
    return new type(new Uint8Array(view).buffer);
  };
  let parsed: { format?: string; model?: Model };
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)), read);
  } catch (cause) {
    throw cause instanceof InvalidInput ? cause : notAModel(cause);
  }
  if (parsed.format !== modelFormat && String(parsed.format).startsWith(family)) throw anotherVersion(parsed.format!);
  if (parsed.format !== modelFormat || !parsed.model) throw notAModel();
  return parsed.model;
}

const kinds = [
  ['f', Float64Array],
  ['i', Int32Array],
  ['b', Uint8Array],
] as const;

interface Reference {
  readonly '#'?: (typeof kinds)[number][0] | 'inf';
  readonly at: number;
  readonly n: number;
}

const aligned = (bytes: number) => Math.ceil(bytes / 8) * 8;

const anotherVersion = (format: string) =>
  new Conflict(
    `The model was written by another version: its format is ${format}, and this version reads ${modelFormat}.`,
    'Train again: the data is still there, and the new model takes the place of the old one.',
  );

const notAModel = (cause?: unknown) =>
  new InvalidInput('These bytes are not a model.', 'Train again; the object is damaged or of another kind.', { cause });
