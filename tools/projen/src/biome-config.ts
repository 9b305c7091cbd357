import { adapterRooms, compositionRoots, forbiddenRooms, type Room, type RoomName, rooms } from './boundaries.ts';

const table = 'tools/projen/src/boundaries.ts';

/** Lint and format for the whole repository; the import table becomes overrides, one for each room and its tests. */
export function biomeConfig(scope: string) {
  const forbid = (includes: string[], message: string, forbidden: readonly string[]) => ({
    includes,
    linter: {
      rules: {
        style: {
          noRestrictedImports: {
            level: 'error',
            options: { patterns: [{ group: forbidden.flatMap((it) => [`${scope}/${it}`, `${scope}/${it}/**`]), message }] },
          },
        },
      },
    },
  });
  const boundaries = (Object.keys(rooms) as RoomName[]).flatMap((name) => {
    const { dir, imports }: Room = rooms[name];
    const message = `${name} may not import this room: see ${table}`;
    const production = forbiddenRooms(name, false);
    const hidden = dir.startsWith('apps/') ? adapterRooms.filter((it) => imports.includes(it)) : [];
    const roots = compositionRoots.filter((it) => it.startsWith(`${dir}/`));
    return [
      forbid([`${dir}/**`, ...roots.map((it) => `!${it}`)], message, [...production, ...hidden]),
      ...(roots.length > 0 ? [forbid([...roots], message, production)] : []),
      forbid([`${dir}/**/*.test.ts`, `${dir}/**/*.test.tsx`, `${dir}/test/**`], message, forbiddenRooms(name, true)),
    ];
  });
  return {
    $schema: './node_modules/@biomejs/biome/configuration_schema.json',
    vcs: { enabled: true, clientKind: 'git', useIgnoreFile: true },
    files: {
      includes: [
        '**',
        '!**/dist',
        '!**/cdk.out',
        '!**/coverage',
        '!.projen',
        '!**/package.json',
        '!**/tsconfig*.json',
        '!nx.json',
        '!biome.json',
        '!**/test-results.json',
      ],
    },
    formatter: { indentStyle: 'space', lineWidth: 120 },
    javascript: { formatter: { quoteStyle: 'single' } },
    linter: {
      rules: {
        preset: 'recommended',
        style: { noNonNullAssertion: 'off', useImportType: 'error', useNodejsImportProtocol: 'error' },
        suspicious: { noConsole: { level: 'error', options: { allow: ['error', 'warn', 'info'] } } },
        complexity: { noForEach: 'off' },
      },
    },
    overrides: boundaries,
  };
}
