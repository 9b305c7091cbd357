import { readFileSync } from 'node:fs';
import { InvalidInput } from '@tandem/data-model';
import { type NewTrainingJob, TrainingJob } from '@tandem/data-model/contract';

/** A training job from a JSON file, as the API takes it. Throws InvalidInput that names the file and each field at fault. */
export function readJob(file: string): NewTrainingJob {
  let job: unknown;
  try {
    job = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new InvalidInput(
      `${file} cannot be read as a training job: ${(cause as Error).message}`,
      'Give a JSON file with the fields of a training job, such as {"forecastFrequency": "D", "forecastHorizon": 28}.',
      { cause },
    );
  }
  const read = TrainingJob.safeParse(job);
  if (read.success) return job as NewTrainingJob;
  const faults = read.error.issues.map(({ path, message }) => ({ at: path.join('.'), expected: message, got: '' }));
  throw new InvalidInput(
    `${file} is no training job: ${faults.map(({ at, expected }) => (at ? `${at}: ${expected}` : expected)).join('; ')}`,
    'Change what it names; `tandem openapi` prints the schema TrainingJob.',
    { faults },
  );
}
