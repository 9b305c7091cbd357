import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockHome } from './home-lock.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tandem-lock-'));
});

afterEach(() => rmSync(root, { recursive: true }));

const lockElsewhere = async () => {
  const module = path.join(import.meta.dirname, 'home-lock.ts');
  // Kept, since a lock that nothing refers to is released when memory is collected.
  const code = `globalThis.lock = (await import(${JSON.stringify(module)})).lockHome(${JSON.stringify(root)}, 'tandem start');
    console.info('locked');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout!, 'data');
  return child;
};

it('refuses a home that another process has, and names that process', async () => {
  const child = await lockElsewhere();

  expect(() => lockHome(root, 'tandem load')).toThrow(
    `The home ${root} is in use by tandem start, process ${child.pid}.`,
  );
  child.kill('SIGKILL');
});

it('takes over from a process that was killed', async () => {
  const child = await lockElsewhere();
  child.kill('SIGKILL');
  await once(child, 'exit');

  expect(() => lockHome(root, 'tandem start').release()).not.toThrow();
});

it('can be taken again after its release', () => {
  lockHome(root, 'tandem start').release();

  expect(() => lockHome(root, 'tandem start').release()).not.toThrow();
});
