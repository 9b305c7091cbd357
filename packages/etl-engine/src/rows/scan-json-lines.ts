import { isUtf8 } from 'node:buffer';
import type { Source } from '@tandem/data-model';
import type { OnFault, ScannedFile } from '../csv/scan-file.ts';
import { CheckedRows } from './checked-rows.ts';
import { jsonRecords } from './json-record.ts';
import { textLines } from './text-lines.ts';

/**
 * The good records of JSON Lines as CSV, as `scanFile` gives those of CSV: an object on each line, by the names of its
 * fields, in any order. Empty lines are no records; a line that is no object is refused alone.
 */
export async function* scanJsonLines(
  body: AsyncIterable<Uint8Array>,
  source: Source,
  file: ScannedFile,
  onFault: OnFault,
): AsyncGenerator<Buffer> {
  const rows = new CheckedRows(source, file, onFault);
  const read = jsonRecords(source);
  for await (const lines of textLines(body)) {
    for (const { line, bytes, isCut } of lines) {
      const text = bytes.toString('utf8');
      if (text.trim() === '') continue;
      if (isCut) rows.refuse(line, '', text, 'line_too_long');
      else if (!isUtf8(bytes)) rows.refuse(line, '', text, 'bad_encoding');
      else {
        const record = read(text);
        if ('values' in record) rows.add(line, record.values);
        else rows.refuse(line, record.fault, record.value, 'bad_json');
      }
    }
    yield* rows.full();
  }
  yield* rows.all();
}
