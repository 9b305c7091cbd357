import { KnownError, UnreadableFile } from '@tandem/data-model';
import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import type { StoredFile } from '../bytes/stored-file.ts';

/** A column of a Parquet file that holds one value in each row. */
export interface ParquetColumn {
  readonly name: string;
  readonly kind: 'float' | 'boolean' | 'instant' | 'other';
}

/** A footer is not read beyond this. */
const maxFooterBytes = 16 << 20;

/** The columns of a Parquet file by its footer; lists and structs are left out. Throws UnreadableFile. */
export async function parquetColumns(file: StoredFile): Promise<ParquetColumn[]> {
  try {
    const footer = await bytesOf(file, file.bytes - 8, file.bytes);
    const length = new DataView(footer).getUint32(0, true);
    if (length > maxFooterBytes) throw new Error('its footer is too long');
    const metadata = await parquetMetadataAsync(
      { byteLength: file.bytes, slice: (start, end = file.bytes) => bytesOf(file, start, end) },
      { initialFetchSize: 1 << 16 },
    );
    return parquetSchema(metadata)
      .children.filter((it) => it.children.length === 0 && it.element.repetition_type !== 'REPEATED')
      .map(({ element: { name, type, logical_type } }): ParquetColumn => {
        const isInstant = logical_type?.type === 'TIMESTAMP' && logical_type.isAdjustedToUTC;
        const isFloat = type === 'FLOAT' || type === 'DOUBLE';
        return { name, kind: isFloat ? 'float' : type === 'BOOLEAN' ? 'boolean' : isInstant ? 'instant' : 'other' };
      });
  } catch (cause) {
    if (cause instanceof KnownError || 'syscall' in (cause as Error)) throw cause;
    throw notParquet(file.name, cause);
  }
}

/** What looks like Parquet cannot be read as that. */
export const notParquet = (name: string, cause: unknown): UnreadableFile =>
  new UnreadableFile(`${name} is no whole Parquet file.`, 'Write it again, and see that it can be read.', { cause });

async function bytesOf(file: StoredFile, start: number, end: number): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await file.read({ start: Math.max(start, 0), end: Math.min(end, file.bytes) }))
    chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}
