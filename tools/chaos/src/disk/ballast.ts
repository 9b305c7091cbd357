import { closeSync, ftruncateSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';

const piece = Buffer.alloc(1 << 20);

/** Somebody else's file on a disk, which takes all of it but for some bytes. */
export interface Ballast {
  /** Bytes that were taken from what it had left, by anybody, since it was laid down. */
  used(): number;
  /** Gives all of it back. */
  lift(): void;
}

/**
 * Leaves `bytes` free on the disk of a folder. What is freed later is taken too, so that whoever writes there has these
 * bytes in all, however often it clears up: each step of some work then has a number of bytes with which it is the one to fail.
 */
export function layBallast(folder: string, bytes: number): Ballast {
  const file = path.join(folder, 'ballast');
  const descriptor = openSync(file, 'w', 0o600);
  let least = bytes;
  let length = 0;
  const take = () => {
    const free = freeBytes(folder);
    for (let more = free - least; more > 0; more -= piece.length) {
      try {
        length += writeSync(descriptor, piece, 0, Math.min(more, piece.length), length);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        break;
      }
    }
    least = Math.min(least, freeBytes(folder));
  };
  take();
  const watch = setInterval(take, 1);
  return {
    used: () => bytes - least,
    lift: () => {
      clearInterval(watch);
      ftruncateSync(descriptor);
      closeSync(descriptor);
      rmSync(file);
    },
  };
}

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
