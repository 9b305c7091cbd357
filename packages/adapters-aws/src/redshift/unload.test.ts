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
