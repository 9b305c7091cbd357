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
  /** False for a package without an `src/index.ts` that others import. */
  readonly library?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

const test = 'vitest run --reporter=default --reporter=json --outputFile.json=test-results.json';

/** One workspace package: its manifest and its TypeScript project. */
export class Package extends Component {
  readonly name: string;
  readonly dir: string;

  constructor(repo: Monorepo, roomName: string, room: Room, options: PackageOptions) {
    super(repo);
    this.dir = room.dir;
    this.name = `${repo.scope}/${roomName}`;
    const present = (names: readonly string[]) => names.filter((it) => repo.packages.some((p) => p.name === `${repo.scope}/${it}`));
    const workspace = (names: readonly string[]) => present(names).map((it) => [`${repo.scope}/${it}`, 'workspace:*'] as const);
    const catalog = (names: readonly string[] = []) => names.map((it) => [it, repo.catalogued(it)] as const);
    const sorted = (entries: (readonly [string, string])[]) =>
      Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));

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
        nx: { targets: this.targets(options) },
        dependencies: sorted([...workspace(room.imports), ...catalog(options.deps)]),
        devDependencies: sorted([...workspace(room.testImports), ...catalog(options.devDeps)]),
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
        references: present([...room.imports, ...room.testImports]).map((it) => {
          const dependency = repo.packages.find((p) => p.name === `${repo.scope}/${it}`);
          return { path: path.posix.relative(this.dir, dependency?.dir ?? '.') };
        }),
      },
    });
  }

  private targets({ targets, uncached = [] }: PackageOptions): Record<string, unknown> {
    const commands = { build: 'tsc -b', test, lint: 'biome check --error-on-warnings .', ...targets };
    return Object.fromEntries(
      Object.entries(commands).map(([name, command]) => [
        name,
        { command, options: { cwd: '{projectRoot}' }, ...(uncached.includes(name) ? { cache: false } : {}) },
      ]),
    );
  }
}
