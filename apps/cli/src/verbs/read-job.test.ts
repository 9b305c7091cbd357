import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readJob } from './read-job.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'read-job-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const job = (text: string) => {
  const file = path.join(folder, 'job.json');
  writeFileSync(file, text);
  return file;
};

it('takes the fields that a job has, and adds none', () => {
  expect(readJob(job('{"forecastHorizon": 5, "holidayConfig": [{"countryCode": "KR"}]}'))).toEqual({
    forecastHorizon: 5,
    holidayConfig: [{ countryCode: 'KR' }],
  });
});

it.each([
  ['a file that is not there', () => path.join(folder, 'nowhere.json'), /cannot be read as a training job: ENOENT/],
  ['what is no JSON', () => job('{'), /cannot be read as a training job/],
  [
    'a field that is none',
    () => job('{"forecastHorizont": 5}'),
    /job\.json is no training job: there is no "forecastHorizont" at its top, only forecastFrequency, forecastHorizon, /,
  ],
  [
    'a field within that is none',
    () => job('{"timeSeriesConfig": {"item": "a"}}'),
    /there is no "item" in timeSeriesConfig, only targetAttributeName, /,
  ],
  [
    'a value that is none',
    () => job('{"forecastHorizon": 0}'),
    /job\.json is no training job: forecastHorizon is 0, expected number to be >=1\.$/,
  ],
])('refuses %s in one sentence, naming file, field and what fits', (_, file, message) => {
  expect(() => readJob(file())).toThrow(message);
});
