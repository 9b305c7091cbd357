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
 * `mostBytes` throws before it is there. Bytes are put in their place as they come, for to join tens of megabytes at the
 * end would hold up everybody else.
 */
export async function* readFrames(
  socket: AsyncIterable<Buffer>,
  mostBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Frame> {
  let before: Buffer = nothing;
  let frame: { readonly bytes: Buffer; readonly headerBytes: number; have: number } | undefined;
  for await (const chunk of socket) {
    let rest = chunk;
    while (rest.length > 0) {
      if (!frame) {
        const start: Buffer = before.length > 0 ? Buffer.concat([before, rest]) : rest;
        before = start;
        if (start.length < prefixBytes) break;
        before = nothing;
        const headerBytes = start.readUInt32LE(0);
        const size = headerBytes + start.readUInt32LE(4);
        const end = prefixBytes + size;
        if (end > mostBytes) throw new RangeError(`a frame of ${end} bytes; at most ${mostBytes} are taken`);
        frame = { bytes: Buffer.allocUnsafeSlow(size), headerBytes, have: 0 };
        rest = start.subarray(prefixBytes);
      }
      const { bytes, headerBytes } = frame;
      const taken = rest.copy(bytes, frame.have);
      frame.have += taken;
      rest = rest.subarray(taken);
      if (frame.have < bytes.length) break;
      frame = undefined;
      const header: unknown = JSON.parse(bytes.toString('utf8', 0, headerBytes));
      yield { header, body: bytes.subarray(headerBytes) };
    }
  }
}

const nothing = Buffer.alloc(0);
