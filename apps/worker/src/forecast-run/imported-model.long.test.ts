import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatDay, ImportedModelFailed, InvalidInput, parseDay, RuntimeMissing } from '@tandem/data-model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeModel, installFakeRuntime } from '../../test/fake-onnx-runtime.ts';
import { linear } from '../../test/tiny-onnx.ts';
import { runForecast } from '../entry.ts';
import { findOnnxRuntime } from '../imported-model/find-onnx-runtime.ts';
import type { ForecastRunOptions } from './forecast-run.ts';

const first = parseDay('2025-01-01');
const horizon = 7;
let dir: string;
let runtimes: string;

/** Two shops with a week and a season of eleven days, which our families do not look for, and a young one. */
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'imported-run-'));
  runtimes = path.join(dir, 'runtimes');
  installFakeRuntime(runtimes);
  const history = ['item_id,timestamp,target'];
  const future = ['item_id,timestamp'];
  for (const [item, level, days] of [
    ['north', 100, 140],
    ['south', 10, 140],
    ['young', 50, 12],
  ] as const) {
    for (let d = 140 - days; d < 140 + horizon; d++) {
      const value = level * (1 + 0.3 * Math.sin((2 * Math.PI * d) / 7) + 0.3 * (((d * 7919) % 11) / 11));
      if (d < 140) history.push(`${item},${formatDay(first + d)},${value.toFixed(2)}`);
      else future.push(`${item},${formatDay(first + d)}`);
    }
  }
  write('history.csv', `${history.join('\n')}\n`);
  write('future.csv', `${future.join('\n')}\n`);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array) => {
  const file = path.join(dir, name);
  writeFileSync(file, content);
  return file;
};
const read = (name: string) => readFileSync(path.join(dir, name), 'utf8');
const options = (out: string, file: string, change: Partial<ForecastRunOptions> = {}): ForecastRunOptions => ({
  train: path.join(dir, 'history.csv'),
  future: path.join(dir, 'future.csv'),
  out: path.join(dir, out),
  frequency: 'D',
  horizon,
  quantiles: ['p10', 'p50', 'p90'],
  item: 'item_id',
  time: 'timestamp',
  target: 'target',
  preset: 'fast',
  importedModel: { file, runtimes },
  ...change,
});

it('tests an imported model beside the others, follows its plan again, and explains what it gave', async () => {
  const file = write('week.onnx', fakeModel('week'));

  const report = await runForecast(options('a.csv', file, { explain: path.join(dir, 'why.csv') }));
  await runForecast(options('b.csv', file, { plan: report.plan! }));

  const found = report.candidates.find(({ name }) => name === 'imported-model');
  expect(found).toMatchObject({ title: 'Imported model (week.onnx)', source: expect.stringMatching(/^SHA-256/) });
  expect(found!.test.MASE).toBeLessThan(2);
  expect(report.plan!.families).toContainEqual({
    name: 'imported-model',
    tested: 'all',
    source: found!.source,
    weighed: true,
  });
  expect(read('b.csv')).toBe(read('a.csv'));
  const rows = read('a.csv').trimEnd().split('\n').slice(1);
  const parts = read('why.csv').trimEnd().split('\n').slice(1);
  for (const row of rows) {
    const [item, at, , , median] = row.split(',');
    const own = parts.map((it) => it.split(',')).filter((it) => it[0] === item && it[1] === at);
    expect(own.reduce((sum, it) => sum + Number(it[4]), 0)).toBeCloseTo(Number(median), 6);
  }
});

it('writes nothing where the model dies in the midst of the backtests, and says so', async () => {
  const file = write('crash.onnx', fakeModel('crash', 4));

  const run = runForecast(options('none.csv', file));

  await expect(run).rejects.toThrow(ImportedModelFailed);
  await expect(run).rejects.toThrow(/crash\.onnx failed: its process ended by SIGSEGV/);
  expect(existsSync(path.join(dir, 'none.csv'))).toBe(false);
});

it('leaves a model that hangs out at the time limit, and still forecasts', async () => {
  const file = write('hang.onnx', fakeModel('hang'));

  const report = await runForecast(options('limited.csv', file, { timeLimitSeconds: 15 }));

  expect(report.notes.join()).toMatch(/hang\.onnx was left out: the time limit/);
  expect(report.rowsWritten).toBe(3 * horizon);
  expect(report.seconds).toBeLessThan(15);
});

it('leaves a model out that does not load within a quarter of the time limit, and still forecasts', async () => {
  const file = write('stuck.onnx', fakeModel('stuck'));

  const report = await runForecast(options('unloaded.csv', file, { timeLimitSeconds: 15 }));

  expect(report.notes.join()).toMatch(/stuck\.onnx was left out: it could not be opened within 3\.75 s/);
  expect(report.candidates.map(({ name }) => name)).not.toContain('imported-model');
  expect(report.rowsWritten).toBe(3 * horizon);
  expect(report.seconds).toBeLessThan(15);
});

it('refuses to write over the model, and a file that is not there', async () => {
  const file = write('kept.onnx', fakeModel('week'));

  await expect(runForecast(options('kept.onnx', file))).rejects.toThrow(/it is the file of the imported model/);
  await expect(runForecast(options('none.csv', path.join(dir, 'gone.onnx')))).rejects.toThrow(InvalidInput);
});

it('runs a real ONNX file, and gives the same bytes from its plan', async (context) => {
  const home = path.resolve(process.env.TANDEM_HOME || path.join(import.meta.dirname, '../../../../.tandem'));
  const installed = { file: '', runtimes: path.join(home, 'runtimes') };
  try {
    findOnnxRuntime(installed.runtimes);
  } catch (error) {
    if (!(error instanceof RuntimeMissing)) throw error;
    context.skip(`${error.message} ${error.mend}`);
  }
  // After 77 days both seasons come round again.
  const weights = Array.from({ length: 77 }, (_, t) => Array.from({ length: horizon }, (_, h) => (t === h ? 1 : 0)));
  const file = write('linear.onnx', linear(weights));

  const report = await runForecast(options('c.csv', file, { importedModel: { ...installed, file } }));
  await runForecast(options('d.csv', file, { importedModel: { ...installed, file }, plan: report.plan! }));

  const found = report.candidates.find(({ name }) => name === 'imported-model')!;
  expect(found.weight).toBeGreaterThan(0.5);
  expect(found.test.MASE).toBeLessThan(0.1);
  expect(read('d.csv')).toBe(read('c.csv'));
});
