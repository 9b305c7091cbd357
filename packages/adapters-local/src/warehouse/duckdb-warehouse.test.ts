import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { warehouseContract } from '@tandem/ports/contract-tests';
import { expect, it } from 'vitest';
import { openDiskObjectStore } from '../object-store/disk-object-store.ts';
import { openDuckDb } from './duckdb-warehouse.ts';

const temporary = () => mkdtemp(path.join(tmpdir(), 'tandem-duckdb-'));

warehouseContract('DuckDB in this process', async () => {
  const root = await temporary();
  const warehouse = await openDuckDb({ file: path.join(root, 'w.duckdb'), objectsRoot: path.join(root, 'objects') });
  return {
    warehouse,
    objects: openDiskObjectStore(path.join(root, 'objects')),
    close: async () => {
      await warehouse.close();
      await rm(root, { recursive: true });
    },
  };
});

it('keeps rows in its file and drops staging tables when it closes', async () => {
  const root = await temporary();
  const options = { file: path.join(root, 'w.duckdb'), objectsRoot: root };
  const first = await openDuckDb(options);
  await first.run('create table kept as select 1 as a; create table staging.main.gone as select 1 as a');

  await first.close();
  const second = await openDuckDb(options);

  await expect(second.run('select * from kept')).resolves.toBeUndefined();
  await expect(second.run('select * from staging.main.gone')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await second.close();
  await rm(root, { recursive: true });
});

it('asks for a cast where a column has no form in a batch', async () => {
  const warehouse = await openDuckDb({ file: ':memory:', objectsRoot: tmpdir() });

  const read = warehouse.rows("select interval '1 day' as i")[Symbol.asyncIterator]().next();

  await expect(read).rejects.toThrow('cast it to double or varchar');
  await warehouse.close();
});
