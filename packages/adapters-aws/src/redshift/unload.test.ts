import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type DoubleAccount, openDoubleAccount } from '../../test/double-account.ts';
import { s3Client } from '../clients.ts';
import { gatherParts } from './unload.ts';

let postgres: TestPostgres;
let account: DoubleAccount;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  account = await openDoubleAccount(postgres);
});
afterEach(() => account.close());

it('unloads where no key begins, and leaves the object alone', async () => {
  const warehouse = await account.open();

  expect(await warehouse.copyOut('select 1 as a', 'projects/p/t.parquet')).toBe(1);

  const unloads = account.redshift.ran.filter((it) => it.startsWith('unload'));
  expect(unloads).toEqual([expect.stringMatching(/to 's3:\/\/tandem\/deployments\/a\/unloading\/[-0-9a-f]{36}\/'/)]);
  expect([...account.s3.bucket('tandem').keys()]).toEqual(['deployments/a/projects/p/t.parquet']);
});

it('gives a long result by way of files as it gives one in pages, and leaves none of them', async () => {
  const [paged, unloaded] = [await account.open(), await account.open({ limits: { pagedBytes: 0 } })];
  await paged.run('create table public.d (d integer)');
  await paged.run(`insert into public.d values ${Array.from({ length: 10 }, (_, k) => `(${k})`).join()}`);
  const n = 'a.d + 10 * b.d + 100 * c.d';
  const sql =
    `select ${n} as n, cast(${n} as bigint) as b, cast(${n} as smallint) as s, cast(0.5 as double precision) as h, ` +
    "'é' || cast(a.d as varchar(9)) as t, date '2024-02-29' as y, cast(nullif(a.d, 3) as integer) as z, a.d > 4 as f, " +
    'sum(cast(a.d as bigint)) over (partition by b.d) as w ' +
    `from public.d a, public.d b, public.d c order by ${n}`;
  const rowsOf = async (warehouse: typeof paged) => {
    const found: unknown[][] = [];
    for await (const { columns } of warehouse.rows(sql)) {
      for (const [k, it] of columns.entries()) found[k] = [...(found[k] ?? [it.name]), ...it.values];
    }
    return found;
  };

  const found = await rowsOf(unloaded);

  expect(found[0]).toHaveLength(1_001);
  expect(found).toEqual(await rowsOf(paged));
  for await (const _ of unloaded.rows(sql)) break;
  expect(account.redshift.ran.filter((it) => it.startsWith('unload'))).toHaveLength(2);
  expect([...account.s3.bucket('tandem').keys()]).toEqual([]);
});

it('does not write an empty file where rows were unloaded and no part is there', async () => {
  const client = s3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'double', secretAccessKey: 'double' },
    endpoint: account.s3.endpoint,
    forcePathStyle: true,
  });

  const gathered = gatherParts({ client, bucket: 'tandem' }, 'unloading/x/', 't.parquet', 3, async () => []);

  await expect(gathered).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('3 rows') });
  expect(account.s3.bucket('tandem').size).toBe(0);
  client.destroy();
});
