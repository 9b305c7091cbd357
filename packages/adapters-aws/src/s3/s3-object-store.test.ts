import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { startS3Double } from '@tandem/doubles';
import { objectStoreContract } from '@tandem/ports/contract-tests';
import { expect, it } from 'vitest';
import { openS3ObjectStore } from './s3-object-store.ts';

const openDouble = async (prefix?: string) => {
  const double = await startS3Double({ buckets: ['tandem'], listPage: 2 });
  const client = new S3Client({
    endpoint: double.endpoint,
    forcePathStyle: true,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'double', secretAccessKey: 'double' },
  });
  const store = openS3ObjectStore({ client, bucket: 'tandem', ...(prefix === undefined ? {} : { prefix }) });
  return {
    store,
    client,
    double,
    close: async () => {
      client.destroy();
      await double.stop();
    },
  };
};

objectStoreContract('S3, by its double,', () => openDouble());
objectStoreContract('S3, by its double and below a prefix,', () => openDouble('a/deployment'));

it('sends a long stream in parts, whole', async () => {
  const { store, double, close } = await openDouble();
  const bytes = randomBytes(20 << 20);

  const stored = await store.put('long', Readable.from([bytes.subarray(0, 9 << 20), bytes.subarray(9 << 20)]));

  expect(stored.bytes).toBe(bytes.length);
  expect(double.bucket('tandem').get('long')!.equals(bytes)).toBe(true);
  await close();
});

it('says which bucket is not there, and what to look at', async () => {
  const { client, close } = await openDouble();
  const store = openS3ObjectStore({ client, bucket: 'other' });

  await expect(store.put('a', Buffer.from('a'))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('storing a in other: NoSuchBucket'),
  });
  await close();
});
