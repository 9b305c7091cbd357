import { UnreadableFile } from '@tandem/data-model';

/** A compressed file may grow by this factor; text seldom grows by more than 20. */
export const maxRatio = 100;
/** Below this, the factor does not count: a short file of one line over and over is no bomb. */
export const freeBytes = 1 << 20;
/** What a file may unpack to, all its entries together. */
export const maxUnpackedBytes = 64 * 2 ** 30;

/** Throws where a file of `packed` bytes that unpacks to `unpacked` or more is over the limits. */
export function checkGrowth(name: string, packed: number, unpacked: number): void {
  if (unpacked > maxUnpackedBytes) {
    throw new UnreadableFile(
      `${name} unpacks to more than ${maxUnpackedBytes} bytes, the most that a file may have.`,
      'Split it into several files with the same header.',
    );
  }
  if (unpacked > freeBytes && unpacked > maxRatio * packed) {
    throw new UnreadableFile(
      `${name} unpacks to more than ${maxRatio} times its ${packed} bytes, as files do that are made to fill a disk.`,
      'Give the file as it is, not compressed.',
    );
  }
}
