/**
 * Nx runs build, tests and lint and caches them; nothing else goes through it.
 * The cache stays in the repository: by default it is shared between clones, and a cold run would not be cold.
 */
export const nxConfig = {
  $schema: './node_modules/nx/schemas/nx-schema.json',
  analytics: false,
  neverConnectToCloud: true,
  useDaemonProcess: false,
  tui: { enabled: false },
  cacheDirectory: '.nx/cache',
  namedInputs: {
    shared: ['{workspaceRoot}/tsconfig.base.json', '{workspaceRoot}/biome.json', '{workspaceRoot}/pnpm-lock.yaml'],
    default: ['{projectRoot}/**/*', 'shared'],
    production: ['default', '!{projectRoot}/**/*.test.ts', '!{projectRoot}/**/*.test.tsx', '!{projectRoot}/test/**/*'],
  },
  targetDefaults: {
    // `tsc -b` checks the tests too, so they are inputs of a build.
    build: {
      cache: true,
      dependsOn: ['^build'],
      inputs: ['default', '^production'],
      outputs: ['{projectRoot}/dist', '{projectRoot}/cdk.out'],
    },
    test: {
      cache: true,
      inputs: ['default', '^production'],
      outputs: ['{projectRoot}/coverage', '{projectRoot}/test-results.json'],
    },
    'test-long': {
      cache: true,
      inputs: ['default', '^production'],
      outputs: ['{projectRoot}/test-long-results.json'],
    },
    lint: { cache: true, inputs: ['default'] },
  },
};
