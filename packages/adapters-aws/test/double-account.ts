import type { TestPostgres } from '@tandem/adapters-local/test-postgres';
import {
  type RedshiftDouble,
  type RedshiftDoubleOptions,
  type S3Double,
  startRedshiftDouble,
  startS3Double,
} from '@tandem/doubles';
import type { ObjectStore, Warehouse } from '@tandem/ports';
import { openRedshift, openS3ObjectStore, type RedshiftOptions, redshiftClient, s3Client } from '../src/index.ts';

/** Doubles of S3 and Redshift, and how the adapters are opened on them. */
export interface DoubleAccount {
  readonly redshift: RedshiftDouble;
  readonly s3: S3Double;
  readonly objects: ObjectStore;
  open(
    options?: Pick<RedshiftOptions, 'run' | 'scope' | 'awaitsWrites' | 'copyRole' | 'signal' | 'limits'>,
  ): Promise<Warehouse>;
  close(): Promise<void>;
}

const aws = { region: 'eu-west-1', credentials: { accessKeyId: 'double', secretAccessKey: 'double' } };

export async function openDoubleAccount(
  postgres: TestPostgres,
  { requestTimeout, ...options }: Pick<RedshiftDoubleOptions, 'pageRows' | 'paceMs'> & { requestTimeout?: number } = {},
): Promise<DoubleAccount> {
  const s3 = await startS3Double({ buckets: ['tandem'] });
  const redshift = await startRedshiftDouble({ url: await postgres.createDatabase(), s3, ...options });
  const hasty = requestTimeout === undefined ? {} : { requestHandler: { requestTimeout, throwOnRequestTimeout: true } };
  const client = redshiftClient({ ...aws, ...hasty, endpoint: redshift.endpoint });
  const place = {
    client: s3Client({ ...aws, endpoint: s3.endpoint, forcePathStyle: true }),
    bucket: 'tandem',
    prefix: 'deployments/a',
  };
  const connection = { workgroupName: 'tandem', database: 'dev' };
  return {
    redshift,
    s3,
    objects: openS3ObjectStore(place),
    open: (more = {}) =>
      openRedshift({
        client,
        connection,
        objects: place,
        ...more,
        limits: { firstPauseMs: 5, pollMs: 5, ...more.limits },
      }),
    close: async () => {
      client.destroy();
      place.client.destroy();
      await redshift.stop();
      await s3.stop();
    },
  };
}
