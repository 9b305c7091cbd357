import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { KnownError, UnreadableFile } from '@tandem/data-model';
import yauzl from 'yauzl';
import { damaged } from './decompress.ts';
import { checkGrowth } from './limits.ts';
import type { StoredFile } from './stored-file.ts';

/** A file in a zip. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacks it as it streams, and throws UnreadableFile where it is not what the zip says of it. */
  open(): AsyncIterable<Uint8Array>;
}

const maxEntries = 100;

/**
 * The data files in a zip, in its order, by its directory at the end. Folders, hidden files and what macOS adds are
 * left out.
 *
 * @throws UnreadableFile where it is damaged, locked, empty, an office document, or grows past the limits
 */
export async function zipEntries(file: StoredFile): Promise<ZipEntry[]> {
  const found = await listed(file);
  const data = found.filter((it) => isData(it.fileName));
  if (found.some((it) => it.fileName === '[Content_Types].xml')) {
    throw new UnreadableFile(
      `${file.name} is an office document, such as an Excel workbook.`,
      'Save the sheet as CSV.',
    );
  }
  if (data.length === 0 || data.length > maxEntries) {
    throw new UnreadableFile(
      `${file.name} holds ${data.length} files; a zip may hold 1 to ${maxEntries}.`,
      'Pack the files of one source, and nothing else.',
    );
  }
  const locked = data.find((it) => it.isEncrypted());
  if (locked) {
    throw new UnreadableFile(`${locked.fileName} in ${file.name} is locked by a password.`, 'Pack it without one.');
  }
  checkGrowth(
    file.name,
    file.bytes,
    data.reduce((sum, it) => sum + it.uncompressedSize, 0),
  );
  return data.map((entry) => ({ name: shown(entry), open: () => unpacked(file, entry) }));
}

async function listed(file: StoredFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  try {
    const zip = await open(file);
    for await (const entry of zip.eachEntry()) if (entries.push(entry) > 10 * maxEntries) break;
  } catch (cause) {
    throw asDamage(file.name, cause);
  }
  return entries;
}

async function* unpacked(file: StoredFile, entry: yauzl.Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  try {
    const zip = await open(file);
    const pieces: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
    for await (const piece of pieces) {
      sum = crc32(piece, sum);
      yield piece;
    }
    if (sum !== entry.crc32) throw new Error('its checksum is another');
  } catch (cause) {
    throw asDamage(`${file.name}/${shown(entry)}`, cause);
  }
}

/** A failure to read the bytes at all stays what it is. */
const asDamage = (name: string, cause: unknown) =>
  cause instanceof KnownError || 'syscall' in (cause as Error) ? cause : damaged(name, 'zip', cause);

const shown = ({ fileName }: yauzl.Entry) => fileName.replace(/\p{Cc}/gu, '\ufffd');

const open = (file: StoredFile) =>
  yauzl.fromRandomAccessReaderPromise(new RangeReader(file), file.bytes, { autoClose: false });

/** Lets yauzl read parts of a file that is not on this disk. */
class RangeReader extends yauzl.RandomAccessReader {
  readonly #file: StoredFile;
  constructor(file: StoredFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const through = new PassThrough({ highWaterMark: 1 << 18 });
    this.#file
      .read({ start, end: Math.min(end, this.#file.bytes) })
      .then((part) => pipeline(Readable.from(part), through))
      .catch((cause: Error) => through.destroy(cause));
    return through;
  }

  /** Nothing is held open between two reads. */
  override close(done: (error: Error | null) => void): void {
    done(null);
  }
}

function isData(name: string): boolean {
  const parts = name.split('/');
  return !name.endsWith('/') && parts[0] !== '__MACOSX' && !parts.at(-1)!.startsWith('.');
}
