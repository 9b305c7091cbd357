import assert from 'node:assert/strict';

/**
 * Brings a text through `buffer` as it streams, and beats after each piece of at most `pieceBytes`. `scan` gets what the
 * buffer holds by its length, and gives the bytes that it is done with; the others move to the front. Its last call is
 * with `last`, and all are done with.
 */
export async function* inPieces(
  body: AsyncIterable<Uint8Array>,
  buffer: Buffer,
  pieceBytes: number,
  scan: (length: number, last: boolean) => number,
): AsyncGenerator<void> {
  let length = 0;
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes);
      assert(length + piece.length < buffer.length, 'what a piece leaves over is at most one record or header');
      buffer.set(piece, length);
      length += piece.length;
      const from = scan(length, false);
      buffer.copyWithin(0, from, length);
      length -= from;
      yield;
    }
  }
  scan(length, true);
}
