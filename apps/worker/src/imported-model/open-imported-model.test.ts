import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Cancelled, ImportedModelFailed, InvalidInput, RuntimeMissing, TooLarge } from '@tandem/data-model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Behaviour, fakeModel, installFakeRuntime } from '../../test/fake-onnx-runtime.ts';
import { openImportedModel, refuseLong } from './open-imported-model.ts';

let runtimes: string;
let processes: () => number[];
beforeAll(() => {
  runtimes = mkdtempSync(path.join(tmpdir(), 'imported model-'));
  ({ processes } = installFakeRuntime(runtimes));
});
afterAll(() => rmSync(runtimes, { recursive: true, force: true }));

const open = (behaviour: Behaviour, { after = 3, timeoutMs = 20_000 } = {}) =>
  openImportedModel({ title: 'm.onnx', bytes: fakeModel(behaviour, after) }, { runtimes, timeoutMs });
const week = Float32Array.from({ length: 14 }, (_, t) => t);

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
async function untilEnded(pid: number): Promise<void> {
  while (isRunning(pid)) await pause(50);
}

it('runs a model in a process of its own, without an environment and on one thread', async () => {
  const { model, run, close } = await open('telling');

  const [pid, variables, intra, inter] = await run(week, 1);
  close();

  expect(model).toMatchObject({ title: 'm.onnx', contextLength: 14, steps: 7 });
  expect(model.source).toMatch(/^SHA-256 [0-9a-f]{64}$/);
  expect(pid).not.toBe(process.pid);
  expect([variables, intra, inter]).toEqual([0, 1, 1]);
  await untilEnded(pid!);
});

it('says that the process crashed, and starts another for the next call', async () => {
  const { run, close } = await open('crash');

  const crashed = run(week, 1);

  await expect(crashed).rejects.toThrow(ImportedModelFailed);
  await expect(crashed).rejects.toThrow(/m\.onnx failed: its process ended by SIGSEGV/);
  expect([...(await run(week, 1))]).toEqual([7, 8, 9, 10, 11, 12, 13]);
  close();
});

it('ends a process that gives no answer in time, and one whose caller has gone', async () => {
  const { run, close } = await open('hang', { timeoutMs: 3000 });
  const pid = processes().at(-1)!;
  const stop = new AbortController();

  await expect(run(week, 1)).rejects.toThrow(/m\.onnx failed: it gave no answer within 3 s/);
  await untilEnded(pid);
  for (let call = 0; call < 3; call++) await run(week, 1);
  setTimeout(() => stop.abort(), 100);
  await expect(run(week, 1, stop.signal)).rejects.toThrow(Cancelled);
  await untilEnded(processes().at(-1)!);

  close();
  await expect(run(week, 1)).rejects.toThrow(Cancelled);
});

it('leaves no process behind where who started it is killed, though it be in the midst of a run', async () => {
  const module = new URL('./open-imported-model.ts', import.meta.url).href;
  const file = `{ title: 'm', bytes: Uint8Array.from([${fakeModel('hang')}]) }`;
  const parent = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { openImportedModel } = await import('${module}');
     const { run } = await openImportedModel(${file}, { runtimes: ${JSON.stringify(runtimes)} });
     setTimeout(() => console.log('runs'), 200);
     await run(new Float32Array(14), 1);`,
  ]);
  await once(parent.stdout, 'data');
  const pid = processes().at(-1)!;
  expect(isRunning(pid)).toBe(true);

  parent.kill('SIGKILL');

  await untilEnded(pid);
});

it('refuses a model that gives no number, and passes on what a run says', async () => {
  await expect(open('nan')).rejects.toThrow(/gives no number for series of plain positive numbers/);
  await expect(open('fails', { after: 0 })).rejects.toThrow(/failed on a batch of series: Got invalid dimensions/);
});

it('refuses what is no model, and more than 512 MiB', async () => {
  const junk = openImportedModel({ title: 'x.txt', bytes: new TextEncoder().encode('no model') }, { runtimes });

  await expect(junk).rejects.toThrow(InvalidInput);
  await expect(junk).rejects.toThrow(/x\.txt cannot be read: its bytes are not laid out as an ONNX model/);
  expect(() => refuseLong('x', 2 ** 29)).not.toThrow();
  expect(() => refuseLong('x', 2 ** 29 + 1)).toThrow(TooLarge);
});

it('names the command that installs what runs models, where nothing is found', async () => {
  const missing = openImportedModel({ title: 'm', bytes: fakeModel('week') }, { runtimes: "/no where/it's" });

  await missing.then(
    // Node finds the real one beside this program.
    ({ close }) => close(),
    (error) => {
      expect(error).toBeInstanceOf(RuntimeMissing);
      expect(error.mend).toBe(
        `Install it: npm install --prefix '/no where/it'\\''s' --ignore-scripts onnxruntime-node@1.30.0`,
      );
    },
  );
});
