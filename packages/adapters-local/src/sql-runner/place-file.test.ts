import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { placeFile } from './place-file.ts';

let folder: string;
let file: string;
let target: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-place-'));
  [file, target] = [path.join(folder, 'sales.parquet'), path.join(folder, 'placed')];
  await writeFile(file, 'PAR1');
});
afterEach(() => rm(folder, { recursive: true }));

/** A disk that gives no second names. */
const without = (code: string) => ({
  link: () => Promise.reject(Object.assign(new Error(`${code}: no link`), { code })),
  copyFile,
});

it('gives a file a second name', async () => {
  await placeFile(file, target);

  expect((await stat(target)).ino).toBe((await stat(file)).ino);
});

it.each(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP'])('copies where a link ends with %s', async (code) => {
  await placeFile(file, target, without(code));

  expect(await readFile(target, 'utf8')).toBe('PAR1');
});

it('asks for a load where the file is gone, and passes anything else on', async () => {
  await expect(placeFile(path.join(folder, 'gone.parquet'), target)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('gone.parquet'),
    mend: expect.stringContaining('Load the files again'),
  });
  await expect(placeFile(file, target, without('EACCES'))).rejects.toThrow('EACCES');
});
