import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLockedEngine } from './locked-engine.ts';
import { engineFailure } from './query-protocol.ts';

/**
 * What the engine's settings hold by themselves, beneath the gate: `A` is the folder that a process may read, `B` is
 * another tenant's. A version of the engine that lets one of these through fails here.
 */
let engine: DuckDBConnection;
let root: string;

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'tandem-locked-'));
  const [a, b] = [folder('a'), folder('b')];
  writeFileSync(path.join(b, 's.csv'), 'x\nTENANT-CELL\n');
  symlinkSync(path.join(b, 's.csv'), path.join(a, 'link.csv'));
  symlinkSync(b, path.join(a, 'linked'));
  engine = await openLockedEngine(a, '256MB');
});
afterAll(() => {
  engine.closeSync();
  rmSync(root, { recursive: true });
});

const folder = (name: string) => {
  mkdirSync(path.join(root, name));
  return path.join(root, name);
};
const inPlace = (sql: string) => sql.replaceAll('A/', `${root}/a/`).replaceAll('B/', `${root}/b/`);

describe('another file is not read', () => {
  it.each([
    "from read_csv('B/s.csv')",
    "from read_text('/etc/passwd')",
    "from read_blob('/etc/passwd')",
    "from read_json('/etc/passwd')",
    "from read_parquet('B/s.parquet')",
    "from sniff_csv('B/s.csv')",
    "from glob('/etc/*')",
    "from 'B/s.csv'",
    `from query('select * from read_csv(''B/s.csv'')')`,
    "from read_csv('A/../B/s.csv')",
    "from read_csv('A/sub/../../B/s.csv')",
    "from read_csv('file://B/s.csv')",
    "from read_csv('A/link.csv')",
    "from read_csv('A/linked/s.csv')",
    "create or replace view v as from read_text('/etc/passwd')",
    "create or replace macro m() as table from read_text('/etc/passwd'); from m()",
    "prepare p as from read_text('/etc/passwd')",
    "from read_csv('http://127.0.0.1:1/x.csv')",
    "from read_csv('s3://bucket/x.csv')",
  ])('%s', refused);
});

describe('another file is not written, no other database opened, no extension loaded', () => {
  it.each([
    "copy (select 1) to 'B/out.csv'",
    "copy (select 1) to '/dev/stdout'",
    "export database 'B/export'",
    "import database 'B/export'",
    "create or replace table t (x varchar); copy t from 'B/s.csv'",
    "attach 'B/w.duckdb'",
    "attach 'B/w.duckdb' (read_only)",
    "attach 'B/new.duckdb' as fresh",
    'install httpfs',
    'load httpfs',
    "force install spatial from 'http://127.0.0.1:1'",
    'update extensions',
    "create secret (type s3, key_id 'a', secret 'b')",
    "select getenv('HOME')",
  ])('%s', refused);
});

describe('no setting is changed', () => {
  const settings = {
    enable_external_access: 'true',
    lock_configuration: 'false',
    memory_limit: "'8GB'",
    threads: '8',
    temp_directory: "'/tmp'",
    allowed_directories: "['/']",
    allowed_paths: "['/etc/passwd']",
    profiling_output: "'/tmp/x'",
    log_query_path: "'/tmp/x'",
    extension_directory: "'/tmp'",
    disabled_filesystems: "''",
  };
  it.each(
    Object.entries(settings).flatMap(([name, value]) => [
      `set ${name} = ${value}`,
      `reset ${name}`,
      `pragma ${name} = ${value}`,
    ]),
  )('%s', refused);
});

/** The lock, the file check, and for two statements that there is no such thing in an engine inside a program. */
const refusals = /^Permission: |configuration has been locked|Cannot (change|reset) |name getenv does not exist/;

async function refused(sql: string): Promise<void> {
  const failure = await engine.run(inPlace(sql)).then(() => undefined, engineFailure);

  expect(`${failure?.type}: ${failure?.message}`).toMatch(refusals);
  expect(failure?.message).not.toContain('TENANT-CELL');
}
