/** A message between a warehouse's host and a client: a JSON header and, for rows, bytes after it. */
export interface Frame {
  readonly header: unknown;
  readonly body: Buffer;
}

const prefixBytes = 8;

/** The bytes of a frame: lengths of header and body (32 bits each, little endian), header, body. */
export function encodeFrame(header: unknown, body: readonly Uint8Array[] = []): Buffer[] {
  const text = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.allocUnsafe(prefixBytes);
  prefix.writeUInt32LE(text.length, 0);
  prefix.writeUInt32LE(
    body.reduce((sum, it) => sum + it.length, 0),
    4,
  );
  return [prefix, text, ...body.map((it) => Buffer.from(it.buffer, it.byteOffset, it.byteLength))];
}

/**
 * The frames that arrive on a socket. A frame that is cut short by the end of the socket is not given; one of more than
 * `mostBytes` throws before it is there.
 */
export async function* readFrames(
  socket: AsyncIterable<Buffer>,
  mostBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Frame> {
  let chunks: Buffer[] = [];
  let have = 0;
  let needed = prefixBytes;
  for await (const chunk of socket) {
    chunks.push(chunk);
    have += chunk.length;
    while (have >= needed) {
      const bytes = Buffer.concat(chunks);
      const headerBytes = bytes.readUInt32LE(0);
      const end = prefixBytes + headerBytes + bytes.readUInt32LE(4);
      if (end > mostBytes) throw new RangeError(`a frame of ${end} bytes; at most ${mostBytes} are taken`);
      chunks = [bytes];
      needed = end;
      if (have < end) break;
      const header: unknown = JSON.parse(bytes.toString('utf8', prefixBytes, prefixBytes + headerBytes));
      yield { header, body: bytes.subarray(prefixBytes + headerBytes, end) };
      chunks = [bytes.subarray(end)];
      have -= end;
      needed = prefixBytes;
    }
  }
}
