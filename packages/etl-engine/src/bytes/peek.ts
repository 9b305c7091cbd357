/** The first bytes of a stream, and the stream with them. */
export interface Peeked {
  /** `most` bytes, or all where there are fewer. */
  readonly head: Buffer;
  /** Whether `head` is all there is. */
  readonly whole: boolean;
  readonly all: AsyncIterable<Uint8Array>;
}

/** Looks at the beginning of a stream without taking it away; `all` is to be read once. */
export async function peek(stream: AsyncIterable<Uint8Array>, most: number): Promise<Peeked> {
  const chunks = stream[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  let whole = false;
  while (length <= most) {
    const { done, value } = await chunks.next();
    if (done) {
      whole = true;
      break;
    }
    // The next chunk may take its memory away.
    taken.push(Buffer.from(value));
    length += value.length;
  }
  return { head: Buffer.concat(taken).subarray(0, most), whole, all: joined(taken, whole ? undefined : chunks) };
}

/** What a stream began with, then the rest of it; a reader that stops early closes the stream. */
async function* joined(
  taken: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array> | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* taken;
    for (;;) {
      const next = await rest?.next();
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    await rest?.return?.();
  }
}

/** The first bytes of a stream, which is closed; those that there are where it has fewer. */
export async function firstBytes(stream: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const taken: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    taken.push(Buffer.from(chunk));
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(taken).subarray(0, most);
}
