import { readFileSync } from 'node:fs';
import { InvalidInput } from '@tandem/data-model';

/** What a JSON file holds. Throws InvalidInput that says what the file was to be, and why it cannot be read so. */
export function readJson(file: string, as: string, mend: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidInput(`${file} cannot be read as ${as}: ${(cause as Error).message}`, mend, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput(`${file} cannot be read as ${as}: it is not JSON (${(cause as Error).message}).`, mend, {
      cause,
    });
  }
}
