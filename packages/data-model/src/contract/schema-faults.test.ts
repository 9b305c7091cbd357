import { expect, it } from 'vitest';
import { NewConnection } from './connections.ts';
import { fieldsAt, schemaFaults } from './schema-faults.ts';
import { TrainingJob } from './training-job.ts';

const faults = (job: unknown) => {
  const read = TrainingJob.safeParse(job, { reportInput: true });
  return schemaFaults(TrainingJob, read.error?.issues ?? [], 'job');
};

it('names the fields that there are beside one that there is not, however deep it lies', () => {
  expect(faults({ holidayConfig: [{ country: 'KR', countryCode: 'KR' }] })).toEqual([
    { at: 'job.holidayConfig.0', expected: 'only countryCode', got: '"country"' },
  ]);
  expect(fieldsAt(TrainingJob, ['transformations', 'filling', 'price'])).toContain('futurefill_value');
  expect(fieldsAt(TrainingJob, ['completionCriteria'])).toEqual(['maxAutoMLJobRuntimeInSeconds']);
});

it('says of a value what fits and what it is', () => {
  expect(faults({ forecastHorizon: 0, preset: 'quick' })).toEqual([
    { at: 'job.forecastHorizon', expected: 'number to be >=1', got: '0', example: '28' },
    { at: 'job.preset', expected: 'one of "fast", "balanced", "best"', got: '"quick"', example: '"balanced"' },
  ]);
});

it('says of a password that does not fit nothing of what it is', () => {
  const given = { name: 'shop', host: 'db', database: 'shop', user: 'reader', password: 12_345_678 };
  const read = NewConnection.safeParse(given, { reportInput: true });

  const found = schemaFaults(NewConnection, read.error?.issues ?? []);

  expect(found).toMatchObject([{ at: 'password', expected: 'a string', got: 'something else' }]);
  expect(JSON.stringify(found)).not.toContain('12345678');
});
