import { InvalidInput } from './errors.ts';
import type { Covariate, TrainingFrame } from './frame.ts';

/**
 * A frame as bytes, for the object store: 4 bytes of header length (little endian), a JSON header padded to eight,
 * then the arrays one after another, each at a multiple of eight. Numbers are little endian, as on every platform
 * that runs this (x64, arm64).
 */
export function encodeFrame(frame: TrainingFrame): Uint8Array {
  const arrays: Numbers[] = [frame.start, frame.offset, frame.history, frame.target];
  if (frame.guessed) arrays.push(frame.guessed);
  const covariate = ({ values, ...head }: Covariate) => {
    arrays.push(values);
    return head;
  };
  const header = {
    format: 'tandem-frame-2',
    axis: frame.axis,
    items: frame.items,
    rows: frame.target.length,
    guessed: frame.guessed !== undefined,
    known: frame.known.map(covariate),
    past: frame.past.map(covariate),
    statics: frame.statics.map(covariate),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = aligned(4 + text.length);
  const size = arrays.reduce((sum, it) => sum + aligned(it.byteLength), start);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  return bytes;
}

/** The frame in `bytes`, copied into shared memory so that worker threads read it in place. */
export function decodeFrame(bytes: Uint8Array): TrainingFrame {
  const length = bytes.length >= 4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) : 0;
  if (length === 0 || bytes.length < 4 + length) throw notAFrame();
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  if (!formats.includes(header.format)) throw notAFrame();
  let at = aligned(4 + length);
  const take = <T extends Numbers>(type: ArrayType<T>, count: number): T => {
    const size = count * type.BYTES_PER_ELEMENT;
    if (at + size > bytes.length) throw notAFrame();
    const memory = new SharedArrayBuffer(size);
    new Uint8Array(memory).set(bytes.subarray(at, at + size));
    at += aligned(size);
    return new type(memory);
  };
  const n = header.items.length;
  const frame = {
    axis: header.axis,
    items: header.items,
    start: take(Float64Array, n),
    offset: take(Int32Array, n + 1),
    history: take(Int32Array, n),
    target: take(Float64Array, header.rows),
    ...(header.guessed ? { guessed: take(Uint8Array, header.rows) } : {}),
  };
  const covariates = (list: Omit<Covariate, 'values'>[], count: number): Covariate[] =>
    list.map((it) => ({ ...it, values: take(Float64Array, count) }));
  return {
    ...frame,
    known: covariates(header.known, header.rows),
    past: covariates(header.past, header.rows),
    statics: covariates(header.statics, n),
  };
}

/** The first format had no guesses. */
const formats = ['tandem-frame-1', 'tandem-frame-2'];

type Numbers = Float64Array | Int32Array | Uint8Array;

interface ArrayType<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (memory: SharedArrayBuffer): T;
}

const aligned = (bytes: number) => Math.ceil(bytes / 8) * 8;

const notAFrame = () =>
  new InvalidInput(
    'These bytes are not a training frame.',
    'Build the frame again from the warehouse; the object is damaged or of another kind.',
  );
