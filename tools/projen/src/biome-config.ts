import {
  adapterRooms,
  compositionRoots,
  forbiddenRooms,
  openingModules,
  type Room,
  type RoomName,
  rooms,
  sealedRooms,
} from './boundaries.ts';

const table = 'tools/projen/src/boundaries.ts';
const ignored = [
  '**/dist',
  '**/cdk.out',
  '**/coverage',
  '.projen',
  '**/package.json',
  '**/tsconfig*.json',
  'nx.json',
  'biome.json',
  '**/test-results.json',
  '**/test-long-results.json',
];

/** Lint and format for the whole repository; the import table becomes overrides, for each room and its tests. */
export function biomeConfig(scope: string) {
  return {
    $schema: './node_modules/@biomejs/biome/configuration_schema.json',
    vcs: { enabled: true, clientKind: 'git', useIgnoreFile: true },
    files: { includes: ['**', ...ignored.map((it) => `!${it}`)] },
    formatter: { indentStyle: 'space', lineWidth: 120 },
    javascript: { formatter: { quoteStyle: 'single' } },
    linter: {
      rules: {
        preset: 'recommended',
        style: { noNonNullAssertion: 'off', useImportType: 'error', useNodejsImportProtocol: 'error' },
        suspicious: {
          noConsole: { level: 'error', options: { allow: ['error', 'warn', 'info'] } },
          noImportCycles: 'error',
        },
        complexity: { noForEach: 'off' },
        // Rules that read types cost a check some 2 s more; a promise that nobody awaits costs a crash without a trace.
        nursery: { noFloatingPromises: 'error', useAwaitThenable: 'error' },
      },
    },
    overrides: [
      // AssemblyScript has no imports of types alone.
      { includes: ['**/assembly/**'], linter: { rules: { style: { useImportType: 'off' } } } },
      ...(Object.keys(rooms) as RoomName[]).flatMap((name) => roomOverrides(scope, name)),
    ],
  };
}

function roomOverrides(scope: string, name: RoomName) {
  const { dir, imports }: Room = rooms[name];
  const others = (names: readonly string[]): Restriction => ({
    group: names.flatMap((it) => [`${scope}/${it}`, `${scope}/${it}/**`]),
    message: `${name} may not import this room: see ${table}`,
  });
  const opening: Restriction = {
    group: openingModules.flatMap((it) => [`node:${it}`, `node:${it}/**`]),
    message: `${name} opens no file, socket or process: see ${table}`,
  };
  const sealed = (sealedRooms as readonly string[]).includes(name) ? [opening] : [];
  const forbidden = forbiddenRooms(name, false);
  const hidden = dir.startsWith('apps/') ? adapterRooms.filter((it) => imports.includes(it)) : [];
  const roots = compositionRoots.filter((it) => it.startsWith(`${dir}/`));
  return [
    forbid([`${dir}/**`, ...roots.map((it) => `!${it}`)], [others([...forbidden, ...hidden]), ...sealed]),
    ...(roots.length > 0 ? [forbid(roots, [others(forbidden)])] : []),
    forbid([`${dir}/**/*.test.ts`, `${dir}/**/*.test.tsx`, `${dir}/test/**`], [others(forbiddenRooms(name, true))]),
  ];
}

interface Restriction {
  readonly group: readonly string[];
  readonly message: string;
}

function forbid(includes: readonly string[], patterns: readonly Restriction[]) {
  return {
    includes,
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
  };
}
