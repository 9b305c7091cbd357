import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InvalidInput } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

it('makes what is missing, with its mode, and leaves what is there', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-folder-'));
  makeFolder(path.join(root, 'a/b'), 'a home', 0o700);
  makeFolder(path.join(root, 'a/b'), 'a home', 0o700);

  expect(statSync(path.join(root, 'a/b')).mode & 0o777).toBe(0o700);
  writeFileSync(path.join(root, 'file'), '');
  expect(() => makeFolder(path.join(root, 'file/x'), 'a home')).toThrow(/file is no folder/);
  rmSync(root, { recursive: true });
});

it.runIf(process.platform === 'linux')('ends where nothing can be made', () => {
  expect(() => makeFolder('/proc/tandem/x', 'the folder of rejects')).toThrow(InvalidInput);
  expect(() => makeFolder('/proc/tandem/x', 'the folder of rejects')).toThrow(
    /\/proc\/tandem\/x cannot be made as the/,
  );
});
