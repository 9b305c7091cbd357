import { released, UnreadableFile } from '@tandem/data-model';
import { type ParquetColumn, parquetColumns } from '../rows/parquet-columns.ts';
import { decompressed } from './decompress.ts';
import { fileKind, kindBytes } from './file-kind.ts';
import { firstBytes, peek } from './peek.ts';
import type { StoredFile } from './stored-file.ts';
import { toUtf8 } from './to-utf8.ts';
import { zipEntries } from './zip-entries.ts';

/** What a file holds once it is unpacked: one table of records. */
export type FileContent = TextContent | ParquetContent;

/** CSV or JSON Lines. */
export interface TextContent {
  readonly kind: 'text';
  /** The file's name; in a zip the entry's after it. */
  readonly name: string;
  /** The text from its beginning, as UTF-8 without a byte order mark, in chunks that are there until the next is asked for. */
  open(): AsyncIterable<Uint8Array>;
}

export interface ParquetContent {
  readonly kind: 'parquet';
  readonly name: string;
  readonly columns: readonly ParquetColumn[];
}

/**
 * What a file holds: itself, unpacked where it is gzip or Zstandard, or each file in it where it is a zip. Its first
 * bytes decide, not its name. An archive in an archive is refused. Nothing is kept in memory but what streams by.
 *
 * @throws UnreadableFile, here or while the text streams, where it is damaged, of a kind that is not read, or grows
 *   past the limits
 */
export async function fileContents(file: StoredFile): Promise<FileContent[]> {
  const { kind, called } = fileKind(
    await firstBytes(await file.read({ start: 0, end: Math.min(kindBytes, file.bytes) }), kindBytes),
  );
  switch (kind) {
    case 'text':
      return [text(file.name, async () => released(await file.read()))];
    case 'gzip':
    case 'zstd':
      return [text(file.name, async () => decompressed(await file.read(), kind, file.name, file.bytes))];
    case 'zip': {
      const entries = await zipEntries(file);
      return entries.map((it) => text(`${file.name}/${it.name}`, async () => it.open()));
    }
    case 'parquet':
      return [{ kind, name: file.name, columns: await parquetColumns(file) }];
    default:
      throw unread(file.name, called);
  }
}

function text(name: string, open: () => Promise<AsyncIterable<Uint8Array>>): TextContent {
  return {
    kind: 'text',
    name,
    async *open() {
      const { head, all } = await peek(await open(), kindBytes);
      const { kind, called } = fileKind(head);
      if (kind !== 'text') throw unread(`What is packed in ${name}`, called);
      yield* toUtf8(all);
    },
  };
}

const unread = (what: string, called: string) =>
  new UnreadableFile(
    `${what} is a ${called} file, which is not read there.`,
    'Give CSV, JSON Lines or Parquet; CSV and JSON Lines may be packed once, by gzip, Zstandard or zip.',
  );
