import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stagingFolder } from './staging-folder.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'staging-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A process that opens a folder, writes into it and ends as told. */
const ending = (how: string) =>
  spawnSync(process.execPath, [
    '--input-type=module',
    '-e',
    `import { writeFileSync } from 'node:fs';
     const { stagingFolder } = await import(${JSON.stringify(path.join(import.meta.dirname, 'staging-folder.ts'))});
     writeFileSync(stagingFolder(${JSON.stringify(root)}).folder + '/rows', 'rows');
     ${how}`,
  ]);

it('is removed when it is told to, and when the process exits in between', () => {
  const { folder, remove } = stagingFolder(root);
  expect(existsSync(folder)).toBe(true);
  remove();

  expect(ending('process.exit(130)').status).toBe(130);
  expect(readdirSync(root)).toEqual([]);
});

it('removes what a killed process left, and nothing of one that runs', () => {
  expect(ending(`process.kill(process.pid, 'SIGKILL')`).signal).toBe('SIGKILL');
  expect(readdirSync(root)).toHaveLength(1);
  mkdirSync(path.join(root, 'tandem-forecast-other'));

  const first = stagingFolder(root);
  const second = stagingFolder(root);

  expect(readdirSync(root).sort()).toEqual(
    [path.basename(first.folder), path.basename(second.folder), 'tandem-forecast-other'].sort(),
  );
  first.remove();
  second.remove();
});
