import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { endLeftProcesses, noteProcesses } from './left-processes.ts';
import { processIdentity } from './process-identity.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tandem-left-'));
});

afterEach(() => rmSync(root, { recursive: true }));

it('waits for a process that ends by itself', async () => {
  const child = spawn('sleep', ['0.3']);
  noteProcesses(root, [child.pid!]);

  await endLeftProcesses(root, 10_000);

  expect(child.signalCode).toBeNull();
  expect(processIdentity(child.pid!)).toBeUndefined();
});

it('kills a process that does not end in time', async () => {
  const child = spawn('sleep', ['60']);
  const exit = once(child, 'exit');
  noteProcesses(root, [child.pid!]);

  await endLeftProcesses(root, 100);

  expect(await exit).toEqual([null, 'SIGKILL']);
});

it('leaves a stranger alone that has got the number of a dead process', async () => {
  const stranger = spawn('sleep', ['60']);
  writeFileSync(path.join(root, 'processes.json'), JSON.stringify([{ pid: stranger.pid, identity: 'earlier' }]));

  await endLeftProcesses(root, 100);

  expect(processIdentity(stranger.pid!)).toBeDefined();
  stranger.kill();
});

it('has nothing to wait for in a new home', async () => {
  await expect(endLeftProcesses(root, 10_000)).resolves.toBeUndefined();
});
