import { pipeline, type Transform } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import { released, UnreadableFile } from '@tandem/data-model';
import { checkGrowth } from './limits.ts';

const pieceBytes = 1 << 18;
/** A chunk is unpacked before the next one is asked for. */
const oneByOne = { writableHighWaterMark: 1 };
/** Files written with a longer window, by `--long` or `--ultra`, would need that much memory to read. */
const maxWindowLog = 25;

/**
 * Unpacks gzip or Zstandard as it streams, in pieces that are there until the next is asked for; `packed` is the length
 * of the whole file, against which its growth is held.
 *
 * @throws UnreadableFile where it is damaged, ends early, or grows past the limits
 */
export async function* decompressed(
  stream: AsyncIterable<Uint8Array>,
  kind: 'gzip' | 'zstd',
  name: string,
  packed: number,
): AsyncGenerator<Uint8Array> {
  const unpack: Transform =
    kind === 'gzip'
      ? createGunzip({ chunkSize: pieceBytes, ...oneByOne })
      : createZstdDecompress({
          chunkSize: pieceBytes,
          ...oneByOne,
          params: { [constants.ZSTD_d_windowLogMax]: maxWindowLog },
        });
  let unpacked = 0;
  try {
    for await (const piece of released(pipeline(released(stream), unpack, () => undefined))) {
      unpacked += piece.length;
      checkGrowth(name, packed, unpacked);
      yield piece;
    }
  } catch (cause) {
    throw isDamage(cause) ? damaged(name, kind === 'gzip' ? 'gzip' : 'Zstandard', cause) : cause;
  }
}

/** The file cannot be unpacked; `called` is what it is. */
export function damaged(name: string, called: string, cause: unknown): UnreadableFile {
  return new UnreadableFile(
    `${name} is no whole ${called} file: ${(cause as Error).message}.`,
    'Pack it again, see that it can be unpacked, and upload it again.',
    { cause },
  );
}

/** Whether an error is about the bytes, not about what reads them. */
function isDamage(cause: unknown): boolean {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  return /^Z_|^ZSTD_|^ERR_ZLIB|^ERR_ZSTD/.test(code);
}
