import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Conflict } from '@tandem/data-model';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { backup, restore } from './backup.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-backup-'));
  vi.stubEnv('TANDEM_HOME', path.join(folder, 'home'));
  vi.stubEnv('DATABASE_URL', 'postgresql://db/tandem');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  ['backup', backup, 'pg_dump --format=custom --schema=tandem --schema=tandem_queue --schema=audit'],
  ['restore', restore, 'pg_restore --exit-on-error --dbname="$DATABASE_URL"'],
] as const)('refuses a %s of records in a database of its own, and says how that is done', async (_, act, command) => {
  const file = path.join(folder, 'archive');

  const refused = await act(file).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(Conflict);
  expect(refused).toMatchObject({ mend: expect.stringContaining(command) });
  expect([existsSync(file), existsSync(path.join(folder, 'home'))]).toEqual([false, false]);
});
