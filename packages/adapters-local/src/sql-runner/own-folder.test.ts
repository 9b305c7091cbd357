import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ownFolder } from './own-folder.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'tandem-own-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(parent, { recursive: true, force: true });
});
const leave = (name: string) => mkdirSync(path.join(parent, name));

it('removes what an earlier process of the same number left', () => {
  leave(`${process.pid}-1-abcdef01`);
  leave(`${process.pid}-abcdef02`);

  const own = ownFolder(parent);

  expect(readdirSync(parent)).toEqual([path.basename(own)]);
});

it.runIf(existsSync('/proc/self/stat'))('removes a folder whose number a later process has now', () => {
  leave(`${process.ppid}-1-abcdef01`);

  ownFolder(parent);

  expect(existsSync(path.join(parent, `${process.ppid}-1-abcdef01`))).toBe(false);
});

it('leaves a folder whose process runs, also as another user', () => {
  leave(`${process.ppid}-x-abcdef01`);
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
  });

  ownFolder(parent);

  expect(existsSync(path.join(parent, `${process.ppid}-x-abcdef01`))).toBe(true);
});
