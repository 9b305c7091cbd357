/**
 * The chunks of a stream, each of which is there until the next one is asked for: its memory goes back then, while V8,
 * which counts what lies outside its heap late, would let some sixty megabytes of them gather. Who keeps a chunk copies
 * it. For streams whose chunks nobody else has.
 */
export async function* released(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    yield chunk;
    release(chunk);
  }
}

/** Short chunks are parts of a pool, as long as some whole chunks are. Those of zlib may be parts of one buffer, with which it is done once the last is given. */
function release({ buffer, byteOffset, byteLength }: Uint8Array): void {
  const isWhole = byteLength === buffer.byteLength;
  const isLast = byteOffset + byteLength === buffer.byteLength && buffer.byteLength > Buffer.poolSize;
  if (byteLength > 0 && (isWhole || isLast) && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
