import { InvalidInput, type Star, StarDefinition } from '@tandem/data-model';
import { schemaFaults } from '@tandem/data-model/contract';
import { readJson } from './read-json.ts';

/** A star from a JSON file. Throws InvalidInput that names the file and each part that does not fit. */
export function readStar(file: string): Star {
  const mend =
    'Change what it names; docs/your-star.md has an example, and `tandem star schema` prints the JSON Schema.';
  const read = StarDefinition.safeParse(readJson(file, 'a star', mend), { reportInput: true });
  if (read.success) return read.data;
  const faults = schemaFaults(StarDefinition, read.error.issues);
  const [first] = faults;
  const more = faults.length > 1 ? `, and ${faults.length - 1} more` : '';
  throw new InvalidInput(
    `${file} is no star: ${first?.at || 'it'} must be ${first?.expected}, not ${first?.got}${more}.`,
    mend,
    { faults },
  );
}
