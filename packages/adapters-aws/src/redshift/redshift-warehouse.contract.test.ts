import { S3Client } from '@aws-sdk/client-s3';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import { objectStoreContract, warehouseContract } from '@tandem/ports/contract-tests';
import { dialectNamed } from '@tandem/sql';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openDoubleAccount } from '../../test/double-account.ts';
import { redshiftClient } from '../clients.ts';
import { readAwsSettings } from '../env.ts';
import { openS3ObjectStore } from '../s3/s3-object-store.ts';
import { openRedshift } from './redshift-warehouse.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

warehouseContract('Redshift, by its double,', dialectNamed('redshift').copyParquet, async () => {
  const account = await openDoubleAccount(postgres);
  const warehouse = await account.open();
  return { warehouse, objects: account.objects, close: account.close };
});

const settings = readAwsSettings(process.env);
if (settings) {
  const { region, bucket, bucketPrefix, connection } = settings;
  const place = () => ({
    client: new S3Client({ region }),
    bucket,
    prefix: `${bucketPrefix || 'tandem'}/contract-${Date.now()}`,
  });
  const empty = async (store: ReturnType<typeof openS3ObjectStore>) => {
    for (const { key } of await store.list('')) await store.delete(key);
  };
  warehouseContract('Redshift in an account', dialectNamed('redshift').copyParquet, async () => {
    const objects = place();
    const store = openS3ObjectStore(objects);
    const warehouse = await openRedshift({ client: redshiftClient({ region }), connection, objects });
    await warehouse.run('drop schema if exists contract cascade');
    const close = async () => {
      await warehouse.run('drop schema if exists contract cascade');
      await warehouse.close();
      await empty(store);
    };
    return { warehouse, objects: store, close };
  });
  objectStoreContract('S3 in an account', async () => {
    const store = openS3ObjectStore(place());
    return { store, close: () => empty(store) };
  });
} else {
  describe.skip(`Redshift and S3 in an account (not given: TANDEM_WAREHOUSE=redshift and what it needs)`, () => {
    it('pass the same contracts', () => undefined);
  });
}
