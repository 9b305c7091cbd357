import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { optionsOf } from './run-options.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'run-options-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, json: unknown) => {
  const at = path.join(folder, name);
  writeFileSync(at, JSON.stringify(json));
  return at;
};
const given = {
  train: 'a.csv',
  future: 'b.csv',
  out: 'c.csv',
  known: [],
  past: [],
  categorical: [],
  fill: [],
  aggregate: [],
};
const plan = (windows: number) => ({
  preset: 'fast',
  seed: 1,
  windows,
  testedItems: 9,
  forms: 1,
  trees: null,
  families: [],
});

it('takes the plan of a job file, and that of --plan before it', () => {
  const job = file('job.json', { forecastFrequency: 'D', forecastHorizon: 7, plan: plan(2) });
  const report = file('report.json', { plan: plan(3) });

  expect(optionsOf({ ...given, job }, 'runtimes').plan).toEqual(plan(2));
  expect(optionsOf({ ...given, job, plan: report }, 'runtimes').plan).toEqual(plan(3));
});

it('takes an option before what the job file says', () => {
  const job = file('job.json', { forecastFrequency: 'D', forecastHorizon: 7, seed: 5 });

  expect(optionsOf({ ...given, job, horizon: 3 }, 'runtimes')).toMatchObject({ frequency: 'D', horizon: 3, seed: 5 });
});

it('takes an imported model with the folder of what runs it', () => {
  const job = file('job.json', { forecastFrequency: 'D', forecastHorizon: 7 });

  const { importedModel } = optionsOf({ ...given, job, importedModel: 'm.onnx', contextLength: 28 }, 'of-the-home');

  expect(importedModel).toEqual({ file: path.resolve('m.onnx'), contextLength: 28, runtimes: 'of-the-home' });
  expect(() => optionsOf({ ...given, job, contextLength: 28 }, 'runtimes')).toThrow(/is of an imported model/);

  const ofServer = file('server.json', { importedModel: { uploadId: `upl_${'0'.repeat(32)}` } });
  expect(() => optionsOf({ ...given, job: ofServer }, 'runtimes')).toThrow(/an upload of a server/);
});
