import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Unavailable } from '@tandem/data-model';
import type { Home } from '../home.ts';
import { writeFileAtomically } from '../postgres/write-file-atomically.ts';

/**
 * The keys of a home's secret box: the given one first, where there is one; then the one in the home's file `secret-key`,
 * which is made where neither is there. A backup of the home has that file.
 */
export function secretKeys({ root }: Pick<Home, 'root'>, given: string | undefined): [string, ...string[]] {
  const file = path.join(root, 'secret-key');
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (known !== undefined && known.length < 40) {
    throw new Unavailable(
      `${file} holds no key.`,
      'Put it back from a backup; or remove it, and give connections their passwords again.',
    );
  }
  if (given !== undefined) return known === undefined ? [given] : [given, known];
  if (known !== undefined) return [known];
  const made = randomBytes(32).toString('base64url');
  writeFileAtomically(file, `${made}\n`);
  return [made];
}
