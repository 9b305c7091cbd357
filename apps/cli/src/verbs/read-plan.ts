import { InvalidInput } from '@tandem/data-model';
import { CompletedPlan, schemaFaults } from '@tandem/data-model/contract';
import { readJson } from './read-json.ts';

const mend = 'Give the report of an earlier run: the JSON file that it wrote with --report.';

/** The plan that a report holds, or that stands in a file by itself. Throws InvalidInput that says what the file is not. */
export function readPlan(file: string): CompletedPlan {
  const json = readJson(file, 'the report of a training run', mend);
  const fields = json !== null && typeof json === 'object' ? (json as Readonly<Record<string, unknown>>) : {};
  if (!('plan' in fields || 'families' in fields)) {
    throw new InvalidInput(`${file} is not the report of a training run: it holds no plan.`, mend);
  }
  const read = CompletedPlan.safeParse(fields.plan ?? fields, { reportInput: true });
  if (read.success) return read.data;
  const [first] = schemaFaults(CompletedPlan, read.error.issues, 'plan');
  throw new InvalidInput(
    `${file} holds no whole plan of a training run: ${first?.at} is ${first?.got}, expected ${first?.expected}.`,
    mend,
  );
}
