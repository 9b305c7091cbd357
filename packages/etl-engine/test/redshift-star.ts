import { openRedshift, openS3ObjectStore, redshiftClient, s3Client } from '@tandem/adapters-aws';
import type { TestPostgres } from '@tandem/adapters-local/test-postgres';
import { type RedshiftDouble, startRedshiftDouble, startS3Double } from '@tandem/doubles';
import { type StarFixture, starOn } from './star-fixture.ts';

/** The star on the Redshift adapter, with doubles of Redshift and S3 behind it. */
export async function openRedshiftStar(postgres: TestPostgres): Promise<StarFixture & { double: RedshiftDouble }> {
  const s3 = await startS3Double({ buckets: ['tandem'] });
  const double = await startRedshiftDouble({ url: await postgres.createDatabase(), s3 });
  const aws = { region: 'eu-west-1', credentials: { accessKeyId: 'double', secretAccessKey: 'double' } };
  const client = redshiftClient({ ...aws, endpoint: double.endpoint });
  const objects = {
    client: s3Client({ ...aws, endpoint: s3.endpoint, forcePathStyle: true }),
    bucket: 'tandem',
  };
  const connection = { workgroupName: 'tandem', database: 'dev' };
  const warehouse = await openRedshift({ client, connection, objects, limits: { pollMs: 5, firstPauseMs: 5 } });
  const star = await starOn(warehouse, openS3ObjectStore(objects), async () => {
    client.destroy();
    objects.client.destroy();
    await double.stop();
    await s3.stop();
  });
  return { ...star, double };
}
