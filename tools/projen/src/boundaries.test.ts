import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
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
import { packageOfImport, sourceImports } from './source-imports.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const scope = '@tandem/';
const names = Object.keys(rooms) as RoomName[];
const roomOf = (name: string): Room => rooms[name as RoomName];

interface Source {
  readonly room: RoomName;
  readonly file: string;
  readonly inTest: boolean;
  readonly imports: readonly string[];
}

const sources: Source[] = names.flatMap((room) =>
  globSync('**/*.{ts,tsx,mts}', {
    cwd: path.join(root, roomOf(room).dir),
    exclude: (it) => /(^|\/)(node_modules|dist|cdk\.out)(\/|$)/.test(it),
  }).map((it) => {
    const file = path.posix.join(roomOf(room).dir, it);
    return {
      room,
      file,
      inTest: /\.test\.tsx?$|\/test\/|\/contract-tests\/|vitest\.config/.test(file),
      imports: sourceImports(readFileSync(path.join(root, file), 'utf8')),
    };
  }),
);

/** `file -> module` for each import that a rule refuses. */
const refused = (rule: (source: Source, specifier: string) => boolean) =>
  sources.flatMap((it) => it.imports.filter((specifier) => rule(it, specifier)).map((to) => `${it.file} -> ${to}`));

const otherRoom = ({ room }: Source, specifier: string) => {
  const name = specifier.startsWith(scope) ? packageOfImport(specifier).slice(scope.length) : room;
  return name === room ? undefined : name;
};

it('reads the sources of every room that has any', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.some((it) => it.inTest) && sources.some((it) => it.imports.includes(`${scope}data-model`))).toBe(true);
});

it('has every workspace package in the table, under its own folder', () => {
  const folders = globSync(['{packages,apps,tools}/*/package.json', 'infra/package.json'], { cwd: root }).map(
    path.dirname,
  );

  expect(folders.sort()).toEqual(names.map((it) => roomOf(it).dir).sort());
});

it('names only rooms that exist', () => {
  const named = names.flatMap((it) => [...roomOf(it).imports, ...roomOf(it).testImports]);

  expect(named.filter((it) => !names.includes(it as RoomName))).toEqual([]);
});

it('has no cycle, tests included', () => {
  const visit = (name: string, above: readonly string[]): string[] =>
    above.includes(name)
      ? [[...above, name].join(' -> ')]
      : [...roomOf(name).imports, ...roomOf(name).testImports].flatMap((it) => visit(it, [...above, name]));

  expect(names.flatMap((it) => visit(it, []))).toEqual([]);
});

it('keeps every import within the table', () => {
  const broken = refused((source, specifier) => {
    const other = otherRoom(source, specifier);
    return (
      other !== undefined &&
      !(other in rooms && !forbiddenRooms(source.room, source.inTest).includes(other as RoomName))
    );
  });

  expect(broken).toEqual([]);
});

it('lets no relative import leave its room', () => {
  const broken = refused((source, specifier) => {
    if (!specifier.startsWith('.')) return false;
    const target = path.posix.join(path.posix.dirname(source.file), specifier);
    return !target.startsWith(`${roomOf(source.room).dir}/`);
  });

  expect(broken).toEqual([]);
});

it('names adapters in an app only where its process is put together', () => {
  const broken = refused((source, specifier) => {
    const other = otherRoom(source, specifier);
    const isRoot = (compositionRoots as readonly string[]).includes(source.file);
    const isAdapter = (adapterRooms as readonly string[]).includes(other ?? '');
    return source.file.startsWith('apps/') && isAdapter && !isRoot && !source.inTest;
  });

  expect(broken).toEqual([]);
});

it('opens no file, socket or process in a sealed room', () => {
  const broken = refused(
    ({ room, inTest }, specifier) =>
      (sealedRooms as readonly string[]).includes(room) &&
      !inTest &&
      openingModules.includes(packageOfImport(specifier).replace('node:', '')),
  );

  expect(broken).toEqual([]);
});

it('runs nothing in production that is not installed for production', () => {
  const dependencies = new Map(
    names.map((it) => {
      const manifest = JSON.parse(readFileSync(path.join(root, roomOf(it).dir, 'package.json'), 'utf8'));
      return [it, new Set(Object.keys({ ...manifest.dependencies }))];
    }),
  );

  const broken = refused(({ room, inTest, file }, specifier) => {
    const foreign = !/^[.#]|^node:/.test(specifier) && packageOfImport(specifier) !== `${scope}${room}`;
    const config = /vite\.config\.ts$/.test(file);
    return foreign && !inTest && !config && !dependencies.get(room)!.has(packageOfImport(specifier));
  });

  expect(broken).toEqual([]);
});

it('starts from nothing but Node', () => {
  const front = globSync('tools/bootstrap/*.mjs', { cwd: root }).filter((it) => !it.endsWith('.test.mjs'));
  const imports = front.flatMap((it) => sourceImports(readFileSync(path.join(root, it), 'utf8')));

  expect(front.length).toBeGreaterThan(0);
  expect(imports.filter((it) => !/^node:|^\.\/[^/]+\.mjs$/.test(it))).toEqual([]);
});
