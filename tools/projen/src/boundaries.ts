/**
 * Who may import whom: the one table. The workspace dependencies of each package, the lint rule and the
 * boundary test all follow from it, so a room cannot reach another by accident.
 */
export interface Room {
  /** Folder from the repository root. */
  readonly dir: string;
  /** Rooms that production code here may import. */
  readonly imports: readonly string[];
  /** Rooms that only tests here (`*.test.ts`, `test/`) may import besides. */
  readonly testImports: readonly string[];
}

const room = (dir: string, imports: readonly string[], testImports: readonly string[] = []): Room => ({
  dir,
  imports,
  testImports,
});

export const rooms = {
  'data-model': room('packages/data-model', []),
  ports: room('packages/ports', ['data-model']),
  sql: room('packages/sql', ['data-model']),
  'sample-data': room('packages/sample-data', ['data-model']),
  'etl-engine': room(
    'packages/etl-engine',
    ['data-model', 'ports', 'sql'],
    ['sample-data', 'adapters-local', 'adapters-aws', 'doubles'],
  ),
  'ml-pipeline': room('packages/ml-pipeline', ['data-model', 'ports'], ['sample-data']),
  'control-plane': room('packages/control-plane', ['data-model', 'ports'], ['adapters-local']),
  'adapters-local': room('packages/adapters-local', ['data-model', 'ports', 'sql']),
  'adapters-aws': room('packages/adapters-aws', ['data-model', 'ports', 'sql'], ['adapters-local', 'doubles']),
  client: room('packages/client', ['data-model']),
  api: room(
    'apps/api',
    [
      'data-model',
      'ports',
      'sql',
      'etl-engine',
      'ml-pipeline',
      'control-plane',
      'adapters-local',
      'adapters-aws',
      'client',
    ],
    ['sample-data', 'doubles'],
  ),
  worker: room(
    'apps/worker',
    [
      'data-model',
      'ports',
      'sql',
      'etl-engine',
      'ml-pipeline',
      'control-plane',
      'adapters-local',
      'adapters-aws',
      'client',
    ],
    ['sample-data'],
  ),
  mcp: room('apps/mcp', ['data-model', 'client']),
  cli: room('apps/cli', ['data-model', 'client', 'sample-data', 'worker', 'mcp'], ['adapters-local']),
  'admin-ui': room('apps/admin-ui', ['data-model', 'client']),
  infra: room('infra', ['data-model']),
  projen: room('tools/projen', []),
  doubles: room('tools/doubles', ['data-model'], ['adapters-local']),
  bench: room('tools/bench', [
    'data-model',
    'sql',
    'client',
    'sample-data',
    'etl-engine',
    'ml-pipeline',
    'adapters-local',
    'worker',
  ]),
  chaos: room('tools/chaos', ['data-model', 'ports', 'client', 'sample-data', 'adapters-local', 'worker']),
} as const satisfies Record<string, Room>;

export type RoomName = keyof typeof rooms;

/** Adapters are named only where a process is put together. Every other file of an app receives ports. */
export const compositionRoots = [
  'apps/api/src/main.ts',
  'apps/worker/src/main.ts',
  'apps/worker/src/entry.ts',
] as const;
export const adapterRooms = ['adapters-local', 'adapters-aws'] as const satisfies readonly RoomName[];

/** Engines and nouns make text and arithmetic: nothing in them opens a file, a socket or a process. */
export const sealedRooms = [
  'data-model',
  'ports',
  'sql',
  'etl-engine',
  'ml-pipeline',
  'control-plane',
] as const satisfies readonly RoomName[];

/** Modules of Node that open something; `node:fs/promises` goes with `node:fs`. */
export const openingModules = [
  'child_process',
  'dgram',
  'fs',
  'http',
  'http2',
  'https',
  'net',
  'tls',
  'worker_threads',
];

/** The rooms that code in `name` must not import. */
export function forbiddenRooms(name: RoomName, inTest: boolean): RoomName[] {
  const { imports, testImports }: Room = rooms[name];
  const allowed = new Set<string>([name, ...imports, ...(inTest ? testImports : [])]);
  return (Object.keys(rooms) as RoomName[]).filter((other) => !allowed.has(other));
}
