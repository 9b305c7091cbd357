import { open, rename, rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { InvalidInput } from '@tandem/data-model';

/** Writes what comes to a file, whole or not at all, or to standard output. Throws InvalidInput where it cannot be. */
export async function saveTo(
  file: string | undefined,
  send: (to: WritableStream<Uint8Array>) => Promise<unknown>,
): Promise<void> {
  if (file === undefined) {
    await send(
      new WritableStream({
        write: (piece) => new Promise<void>((resolve) => process.stdout.write(piece, () => resolve())),
      }),
    );
    return;
  }
  const part = `${file}.part`;
  const handle = await open(part, 'w').catch((cause: Error) => {
    throw new InvalidInput(`${file} cannot be written: ${cause.message}`, 'Give a file in a folder that is there.', {
      cause,
    });
  });
  try {
    await send(Writable.toWeb(handle.createWriteStream()));
    await rename(part, file);
  } finally {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
  }
}
