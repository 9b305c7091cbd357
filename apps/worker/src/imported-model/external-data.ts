/**
 * Throws where a model refers to files beside it, or is not laid out as a model: each tensor's values must stand in the
 * bytes themselves. Walks the messages of onnx.proto3 that can hold a tensor, and looks at no value.
 */
export function refuseExternalData(bytes: Uint8Array): void {
  walk(bytes, 0, bytes.length, 'model');
}

/** Fields of each message that hold further messages. */
const inside = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  function: { 7: 'node', 11: 'attribute' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
} as const satisfies Record<string, Record<number, string>>;
type Message = keyof typeof inside;

/** Of a tensor: where its values are, and the list that says in which file. */
const dataLocation = 14;
const externalData = 13;

function walk(bytes: Uint8Array, from: number, to: number, message: Message): void {
  const fields: Readonly<Record<number, Message>> = inside[message];
  for (let at = from; at < to; ) {
    const tag = varint(bytes, at, to);
    const [field, wire] = [Math.floor(tag.value / 8), tag.value % 8];
    at = tag.end;
    // A reader may drop what a tag has beyond 32 bits, and then see another field.
    if (field < 1 || tag.value >= 2 ** 32) throw malformed();
    if (message === 'tensor' && field === externalData) throw external();
    if (wire === 0) {
      const { value, end } = varint(bytes, at, to);
      if (message === 'tensor' && field === dataLocation && value !== 0) throw external();
      at = end;
    } else if (wire === 2) {
      const { value: length, end } = varint(bytes, at, to);
      if (end + length > to) throw malformed();
      const next = fields[field];
      if (next) walk(bytes, end, end + length, next);
      at = end + length;
    } else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4;
    else throw malformed();
    if (at > to) throw malformed();
  }
}

/** Of a number beyond 2^53 about its value: no tag or length is so large. */
function varint(bytes: Uint8Array, from: number, to: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = from, factor = 1; at < Math.min(to, from + 10); at++, factor *= 128) {
    value += (bytes[at]! & 127) * factor;
    if (bytes[at]! < 128) return { value, end: at + 1 };
  }
  throw malformed();
}

const external = () => new Error('it keeps values in other files (external data)');
const malformed = () => new Error('its bytes are not laid out as an ONNX model');
