import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { biomeConfig } from './biome-config.ts';

const repository = path.resolve(import.meta.dirname, '../../..');
const root = mkdtempSync(path.join(tmpdir(), 'tandem-biome-'));
afterAll(() => rmSync(root, { recursive: true }));

const { $schema: _, vcs: __, ...config } = biomeConfig('@tandem');
writeFileSync(path.join(root, 'biome.json'), JSON.stringify(config));

/** Names of the rules that a file breaks, as the linter itself reports them. */
function broken(file: string, source: string): string[] {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${source}\n`);
  const biome = spawnSync(path.join(repository, 'node_modules/.bin/biome'), ['lint', '--colors=off', file], {
    cwd: root,
    encoding: 'utf8',
  });
  const rules = [...`${biome.stdout}${biome.stderr}`.matchAll(/lint\/\w+\/(\w+)/g)].map((it) => it[1]!);
  expect(biome.status === 0).toBe(rules.length === 0);
  return rules;
}

it.each([
  ['packages/sql/src/a.ts', '@tandem/etl-engine'],
  ['packages/ml-pipeline/src/a.ts', '@tandem/sql'],
  ['packages/etl-engine/src/a.ts', '@tandem/ml-pipeline'],
  ['packages/ml-pipeline/src/a.ts', '@tandem/sample-data'],
  ['packages/etl-engine/src/a.ts', 'node:fs/promises'],
  ['packages/control-plane/src/a.ts', 'node:net'],
  ['apps/admin-ui/src/a.tsx', '@tandem/ports'],
  ['apps/api/src/routes/a.ts', '@tandem/adapters-local'],
  ['apps/cli/src/a.ts', '@tandem/adapters-local'],
  ['packages/data-model/src/a.test.ts', '@tandem/ports/contract-tests'],
])('refuses in %s an import of %s', (file, module) => {
  expect(broken(file, `export { a } from '${module}';`)).toEqual(['noRestrictedImports']);
});

it.each([
  ['packages/etl-engine/src/a.ts', '@tandem/sql'],
  ['packages/ml-pipeline/src/a.test.ts', '@tandem/sample-data'],
  ['packages/etl-engine/src/a.test.ts', 'node:fs/promises'],
  ['packages/sample-data/src/a.ts', 'node:fs/promises'],
  ['apps/api/src/main.ts', '@tandem/adapters-local'],
  ['apps/api/src/routes/a.test.ts', '@tandem/adapters-local'],
])('takes in %s an import of %s', (file, module) => {
  expect(broken(file, `export { a } from '${module}';`)).toEqual([]);
});

it('refuses a promise that nobody awaits', () => {
  expect(broken('packages/sql/src/a.ts', `async function a() {}\nexport function b() {\n  a();\n}`)).toEqual([
    'noFloatingPromises',
  ]);
});
