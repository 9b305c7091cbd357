import { expect, it } from 'vitest';
import { isKept } from './files-to-keep.ts';

it.each([
  'objects/a',
  'secret-key',
  'warehouses/prj.duckdb',
  'postgres',
  'postgres/password',
  'postgres/cluster/base/1',
])('unpacks %s, which a backup has', (name) => {
  expect(isKept(name)).toBe(true);
});

it.each(['postgres/place.json', 'postgres/cluster.new', 'processes.json', 'server.json', 'token', 'session', 'logs/a'])(
  'unpacks no %s: what a start believes is never an archive’s to say',
  (name) => {
    expect(isKept(name)).toBe(false);
  },
);
