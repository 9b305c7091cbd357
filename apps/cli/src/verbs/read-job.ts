import { InvalidInput } from '@tandem/data-model';
import { fieldsAt, type NewTrainingJob, schemaFaults, TrainingJob } from '@tandem/data-model/contract';
import type { z } from 'zod';
import { readJson } from './read-json.ts';

/** A training job from a JSON file, as the API takes it. Throws InvalidInput that names the file and each field at fault. */
export function readJob(file: string): NewTrainingJob {
  const job = readJson(
    file,
    'a training job',
    'Give a JSON file with the fields of a training job, such as {"forecastFrequency": "D", "forecastHorizon": 28}.',
  );
  const read = TrainingJob.safeParse(job, { reportInput: true });
  if (read.success) return job as NewTrainingJob;
  throw new InvalidInput(
    `${file} is no training job: ${read.error.issues.map(fault).join('; ')}.`,
    'Change what it names; docs/your-data.md shows a whole job, and `tandem openapi` prints the schema TrainingJob.',
  );
}

function fault(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') {
    const [{ at, expected, got } = { at: '', expected: '', got: '' }] = schemaFaults(TrainingJob, [issue]);
    return `${at ? `${at} is ` : ''}${got}, expected ${expected}`;
  }
  const where = issue.path.length > 0 ? `in ${issue.path.join('.')}` : 'at its top';
  const keys = issue.keys.map((it) => `"${it}"`).join(' and ');
  return `there is no ${keys} ${where}, only ${fieldsAt(TrainingJob, issue.path).join(', ')}`;
}
