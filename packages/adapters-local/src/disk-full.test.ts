import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { translate } from './control-store/connect.ts';
import { isDiskFull } from './disk-full.ts';

const program = `
  import { readdirSync } from 'node:fs';
  import { openDiskObjectStore } from './src/object-store/disk-object-store.ts';
  import { openDuckDb } from './src/warehouse/duckdb-warehouse.ts';
  const folder = process.argv[1];
  const objects = openDiskObjectStore(folder);
  const warehouse = await openDuckDb({ file: folder + '/w.duckdb', objectsRoot: folder, threads: 1 });
  const refusal = (work) => work.then(() => 'done', ({ code, kind, message }) => [code, kind, message]);
  const sum = async () => {
    for await (const { columns } of warehouse.rows('select sum(a)::integer as sum from t')) return columns[0].values[0];
  };
  await warehouse.run('create table t as select range as a from range(10)');
  const grow = { sql: 'insert into t select (hash(range) % 1000000000)::bigint from range(2000000)' };
  const said = {
    put: await refusal(objects.put('a/upload', Buffer.alloc(8e6))),
    merge: await refusal(warehouse.transaction([{ sql: 'delete from t' }, grow])),
    copy: await refusal(warehouse.copyOut('select hash(range) as h from range(2000000)', 'a/snapshot')),
    left: readdirSync(folder + '/a'),
    sum: await sum(),
    small: await refusal(warehouse.transaction([{ sql: 'insert into t select 100' }])),
    after: await sum(),
  };
  await warehouse.close();
  console.log(JSON.stringify(said));
`;

// A limit on the length of files is met like the end of a disk, and needs no disk of its own.
it.skipIf(process.platform === 'win32')(
  'is told as such, changes nothing and leaves nothing half-written, wherever it is met',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-full-'));
    const limited = ['-c', 'ulimit -f 8000 && exec "$0" "$@"', process.execPath, '--input-type=module-typescript'];

    const said = JSON.parse(
      execFileSync('sh', [...limited, '--eval', program, folder], {
        cwd: path.join(import.meta.dirname, '..'),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );

    const full = (what: string) => ['DISK_FULL', 'full', expect.stringContaining(what)];
    expect(said).toEqual({
      put: full('storing a/upload failed'),
      merge: full('writing to the warehouse failed'),
      copy: ['DISK_FULL', 'full', expect.stringMatching(/^The disk is full: writing a\/snapshot failed \(IO Error/)],
      left: [],
      sum: 45,
      small: 'done',
      after: 145,
    });
    rmSync(folder, { recursive: true });
  },
);

it('is known from what systems, the engine and the database say of it, and from nothing else', () => {
  const coded = (code: string) => Object.assign(new Error('write'), { code });
  const full = [coded('ENOSPC'), coded('EDQUOT'), 'PANIC: could not write to file: No space left on device'];

  expect(full.map(isDiskFull)).toEqual([true, true, true]);
  expect([coded('EIO'), new Error('Out of Memory Error'), undefined].map(isDiskFull)).toEqual([false, false, false]);
});

it('is what the database says where it cannot grow, and the address is named', () => {
  const said = Object.assign(new Error('could not extend file "base/1/2": No space left on device'), { code: '53100' });

  expect(translate(said, '127.0.0.1:5432/tandem')).toMatchObject({
    code: 'DISK_FULL',
    message: expect.stringMatching(/^The disk is full: writing to the database at 127.0.0.1:5432\/tandem failed \(/),
  });
});
