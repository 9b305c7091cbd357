import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

// The build reads such a file without saying which it is: it warns, and would not find what that one names by url().
it('takes no class of one file into another within styles', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.css'));
  const composing = files.filter((it) => /composes:[^;]*from/.test(readFileSync(path.join('src', it), 'utf8')));

  expect(files.length).toBeGreaterThan(50);
  expect(composing).toEqual([]);
});
