import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const src = path.resolve(import.meta.dirname, '..');
const files = globSync('**/*.{ts,tsx}', { cwd: src }).filter((it) => !it.includes('.test.'));

/** Files of `src` that a file names, from `src` on. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(src, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((it) => path.join(path.dirname(file), it[1]!));
}

/** `features/files`, or the first folder elsewhere. */
const roomOf = (file: string) =>
  file
    .split(path.sep)
    .slice(0, file.startsWith('features') ? 2 : 1)
    .join('/');

/** What each room may see besides itself; a feature sees no other feature, and nothing sees the app but the start. */
const mayImport: Record<string, readonly string[]> = {
  app: ['api', 'charts', 'i18n', 'ui', 'features'],
  features: ['api', 'charts', 'i18n', 'ui'],
  api: [],
  charts: ['i18n'],
  ui: ['i18n'],
  i18n: [],
};

it('imports one way: app, then features, then charts, ui and api', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((it) => file.includes(path.sep) && roomOf(it) !== roomOf(file))
      .filter((it) => !mayImport[file.split(path.sep)[0]!]?.includes(it.split(path.sep)[0]!))
      .map((it) => `${file} imports ${it}`),
  );

  expect(wrong).toEqual([]);
});
