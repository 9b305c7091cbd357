import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { orDiskFull } from '../disk-full.ts';

/** Writes a small file for the owner alone, whole or not at all, also when the machine stops in between. */
export function writeFileAtomically(file: string, text: string): void {
  const making = `${file}.${randomBytes(4).toString('hex')}`;
  const fd = openSync(making, 'wx', 0o600);
  try {
    try {
      writeSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(making, file);
  } catch (cause) {
    rmSync(making, { force: true });
    throw orDiskFull(cause, `writing ${file}`);
  }
}
