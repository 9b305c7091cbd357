import { InvalidInput } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { readWorkerSettings } from './worker-settings.ts';

it('takes what is given, and never lets a worker sleep unless it is said when', () => {
  expect(readWorkerSettings({})).toEqual({ jobsAtOnce: 2, jobsPerProject: 1, idleMs: undefined });
  expect(
    readWorkerSettings({
      TANDEM_JOBS_AT_ONCE: '4',
      TANDEM_JOBS_PER_PROJECT: '3',
      TANDEM_WORKER_IDLE_SECONDS: '300',
    }),
  ).toEqual({ jobsAtOnce: 4, jobsPerProject: 3, idleMs: 300_000 });
});

it('names every setting that is wrong', () => {
  const read = () => readWorkerSettings({ TANDEM_JOBS_AT_ONCE: '0', TANDEM_WORKER_IDLE_SECONDS: 'soon' });

  expect(read).toThrow(InvalidInput);
  expect(read).toThrow(/TANDEM_WORKER_IDLE_SECONDS is "soon".*TANDEM_JOBS_AT_ONCE is "0", not a whole number from 1/);
});
