import path from 'node:path';
import { Component, JsonFile } from 'projen';
import type { Room } from './boundaries.ts';
import type { Monorepo } from './monorepo.ts';

export interface PackageOptions {
  /** Third-party packages, by name in the catalog. */
  readonly deps?: readonly string[];
  readonly devDeps?: readonly string[];
  /** Further entry points: name -> source file, e.g. `{ './contract-tests': './src/contract-tests/index.ts' }`. */
  readonly exports?: Readonly<Record<string, string>>;
  /** Nx targets besides build, test and lint, or in their place: name -> shell command, run in the package's folder. */
  readonly targets?: Readonly<Record<string, string>>;
  /** Targets whose result depends on more than files, so Nx always runs them. */
  readonly uncached?: readonly string[];
  /** Rooms that this one starts as processes: no import, but Nx builds them first and tests again when they change. */
  readonly starts?: readonly string[];
  /** False for a package without an `src/index.ts` that others import. */
  readonly library?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** Patient, because tests that start processes share a small machine with those of other packages. */
const patient = '--test-timeout=60000 --hook-timeout=60000 --reporter=default --reporter=json';
/** Files share their worker's modules, which are read once; that saves a package of many files a third of its time. */
const test = `vitest run --no-isolate --exclude '**/*.long.test.ts' ${patient} --outputFile.json=test-results.json`;
/** For tests that take many seconds and seldom fail alone. */
export const longTest = `vitest run .long.test.ts ${patient} --outputFile.json=test-long-results.json`;

/** One workspace package: its manifest and its TypeScript project. */
export class Package extends Component {
  readonly name: string;
  readonly dir: string;

  constructor(repo: Monorepo, roomName: string, room: Room, options: PackageOptions) {
    super(repo);
    this.dir = room.dir;
    this.name = `${repo.scope}/${roomName}`;
    const imports = room.imports.map((it) => repo.packageOf(it, roomName));
    const testImports = room.testImports.map((it) => repo.packageOf(it, roomName));
    const versions = (packages: readonly Package[], catalogued: readonly string[] = []) =>
      Object.fromEntries(
        [
          ...packages.map((it) => [it.name, 'workspace:*'] as const),
          ...catalogued.map((it) => [it, repo.catalogued(it)] as const),
        ].sort(([a], [b]) => (a < b ? -1 : 1)),
      );

    new JsonFile(repo, `${this.dir}/package.json`, {
      omitEmpty: true,
      obj: {
        name: this.name,
        version: '0.0.0',
        private: true,
        type: 'module',
        // Sources, not builds: Node strips the types, and every tool reads the same file.
        exports: { ...(options.library === false ? {} : { '.': './src/index.ts' }), ...options.exports },
        bin: options.bin,
        // Commands instead of package scripts: Nx runs scripts through a pnpm on PATH, which a bare machine lacks.
        nx: { targets: targets(options), implicitDependencies: options.starts?.map((it) => `${repo.scope}/${it}`) },
        dependencies: versions(imports, options.deps),
        devDependencies: versions(testImports, options.devDeps),
      },
    });
    new JsonFile(repo, `${this.dir}/tsconfig.json`, {
      marker: false,
      obj: {
        extends: path.posix.join(path.posix.relative(this.dir, '.'), 'tsconfig.base.json'),
        compilerOptions: {
          rootDir: '.',
          outDir: 'dist/types',
          tsBuildInfoFile: 'dist/types/.tsbuildinfo',
          emitDeclarationOnly: true,
          ...options.compilerOptions,
        },
        include: ['src', 'test', 'vite.config.ts', 'vitest.config.ts'],
        references: [...imports, ...testImports].map((it) => ({ path: path.posix.relative(this.dir, it.dir) })),
      },
    });
  }
}

function targets({ targets = {}, uncached = [], starts = [] }: PackageOptions): Record<string, unknown> {
  const commands = {
    build: 'tsc -b',
    test,
    lint: 'biome check --error-on-warnings .',
    ...targets,
  };
  return Object.fromEntries(
    Object.entries(commands).map(([name, command]) => [
      name,
      {
        command,
        options: { cwd: '{projectRoot}' },
        ...(uncached.includes(name) ? { cache: false } : {}),
        ...(name === 'test' && starts.length > 0 ? { dependsOn: ['^build'] } : {}),
      },
    ]),
  );
}
