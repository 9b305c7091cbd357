import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/**
 * A reply that somebody else has written already, in parts: it is sent as it is. Reading and writing tens of megabytes
 * would hold up every other caller meanwhile.
 */
export class WrittenJson {
  readonly parts: readonly Uint8Array[];
  constructor(parts: readonly Uint8Array[]) {
    this.parts = parts;
  }
}

/** An object whose last field is JSON that has been written. */
export function withField(fields: Readonly<Record<string, unknown>>, name: string, json: Uint8Array): WrittenJson {
  const head = `${JSON.stringify(fields).slice(0, -1)},${JSON.stringify(name)}:`;
  return new WrittenJson([Buffer.from(head), json, Buffer.from('}')]);
}

export function sendWritten(reply: FastifyReply, { parts }: WrittenJson): FastifyReply {
  const length = parts.reduce((sum, it) => sum + it.length, 0);
  return reply
    .type('application/json; charset=utf-8')
    .header('content-length', length)
    .send(Readable.from(slices(parts), { objectMode: false }));
}

const sliceBytes = 1024 * 1024;

/** The parts as pieces that a socket takes in one go, so that others get their turn in between. */
function* slices(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += sliceBytes) yield part.subarray(at, at + sliceBytes);
  }
}
