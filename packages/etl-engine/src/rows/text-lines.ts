import { maxRecordBytes } from '../csv/record-scanner.ts';

/** A physical line, without its end; where it is longer than a record may be, its beginning alone. */
export interface TextLine {
  readonly line: number;
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

/** Lines that are handed on together: all of a piece at once would outlive it in memory, line by line. */
const batchLines = 128;

const lf = 10;
const cr = 13;

/** The lines of a text as they stream, batch by batch, from line 1, whatever ends them. */
export async function* textLines(text: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine[]> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  let isCut = false;
  let afterCr = false;
  for await (const chunk of text) {
    let lines: TextLine[] = [];
    let from = 0;
    if (afterCr && chunk[0] === lf) from = 1;
    if (chunk.length > 0) afterCr = false;
    for (let at = from; at < chunk.length; at++) {
      if (chunk[at] !== lf && chunk[at] !== cr) continue;
      const bytes =
        rest.length > 0 ? Buffer.concat([rest, chunk.subarray(from, at)]) : Buffer.from(chunk.subarray(from, at));
      lines.push({ line: line++, bytes, isCut: isCut || bytes.length > maxRecordBytes });
      rest = Buffer.alloc(0);
      isCut = false;
      if (chunk[at] === cr) {
        if (chunk[at + 1] === lf) at++;
        else afterCr = at + 1 === chunk.length;
      }
      from = at + 1;
      if (lines.length < batchLines) continue;
      yield lines;
      lines = [];
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length > maxRecordBytes) {
      isCut = true;
      rest = rest.subarray(0, maxRecordBytes);
    }
    yield lines;
  }
  if (rest.length > 0) yield [{ line, bytes: rest, isCut }];
}
