import type { RowBatch } from '@tandem/ports';
import { encodeFrame, type Frame } from './frames.ts';

/** How a batch's columns lie in a frame's body, one after the other: doubles as they are, text as a JSON array. */
interface BatchHeader {
  readonly kind: 'batch';
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly text: boolean; readonly bytes: number }[];
}

export function encodeBatch({ rows, columns }: RowBatch): Buffer[] {
  const bodies = columns.map(({ values }) =>
    values instanceof Float64Array
      ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
      : Buffer.from(JSON.stringify(values)),
  );
  const header: BatchHeader = {
    kind: 'batch',
    rows,
    columns: columns.map(({ name, values }, k) => ({
      name,
      text: !(values instanceof Float64Array),
      bytes: bodies[k]!.length,
    })),
  };
  return encodeFrame(header, bodies);
}

export function decodeBatch({ header, body }: Frame): RowBatch {
  const { rows, columns } = header as BatchHeader;
  let at = 0;
  return {
    rows,
    columns: columns.map(({ name, text, bytes }) => {
      const part = body.subarray(at, at + bytes);
      at += bytes;
      if (text) return { name, values: JSON.parse(part.toString('utf8')) as (string | null)[] };
      // A copy: the body's bytes need not lie on a boundary of eight.
      const values = new Float64Array(rows);
      new Uint8Array(values.buffer).set(part);
      return { name, values };
    }),
  };
}
