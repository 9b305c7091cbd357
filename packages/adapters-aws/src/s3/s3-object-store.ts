import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { isObjectKey, NotFound, objectKey, Unavailable } from '@tandem/data-model';
import type { ObjectStore, StoredObject } from '@tandem/ports';

export interface S3Place {
  readonly client: S3Client;
  readonly bucket: string;
  /** Segments before every key, without a slash at either end; none where it is empty. */
  readonly prefix?: string;
}

/** Objects of a bucket. S3 shows an object when all of it has arrived; long streams go up in parts of 8 MiB. */
export function openS3ObjectStore(place: S3Place): ObjectStore {
  const { client, bucket: Bucket } = place;
  const below = place.prefix ? `${place.prefix}/` : '';
  const open = async (key: string, Range?: string) => {
    const Key = s3Key(place, key);
    const { Body } = await client
      .send(new GetObjectCommand({ Bucket, Key, ...(Range ? { Range } : {}) }))
      .catch((cause: unknown) => {
        throw isMissing(cause) ? new NotFound('object', key) : failure(cause, `reading ${Key} of ${Bucket}`);
      });
    return Body!;
  };
  const store: ObjectStore = {
    async put(key, body) {
      const Key = s3Key(place, key);
      const hash = createHash('sha256');
      let bytes = 0;
      const source: AsyncIterable<Uint8Array> | Uint8Array[] = body instanceof Readable ? body : [body];
      const measured = async function* () {
        for await (const chunk of source) {
          hash.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
      };
      const params = { Bucket, Key, Body: Readable.from(measured(), { objectMode: false }) };
      await new Upload({ client, params, partSize: 8 << 20 }).done().catch((cause: unknown) => {
        throw failure(cause, `storing ${Key} in ${Bucket}`);
      });
      return { key, bytes, sha256: hash.digest('hex') };
    },
    async putScratch(key, body) {
      await store.put(key, Readable.from(body));
    },
    get: async (key) => (await open(key)).transformToByteArray(),
    async stream(key, range) {
      if (!range) return (await open(key)) as Readable;
      if (range.start < range.end) return (await open(key, `bytes=${range.start}-${range.end - 1}`)) as Readable;
      // HTTP has no empty range; the object must be there all the same.
      ((await open(key)) as Readable).destroy();
      return Readable.from([]);
    },
    async list(prefix) {
      const found: StoredObject[] = [];
      try {
        for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: below + prefix })) {
          for (const { Key = '', Size = 0 } of Contents) {
            const key = Key.slice(below.length);
            if (isObjectKey(key)) found.push({ key, bytes: Size });
          }
        }
      } catch (cause) {
        throw failure(cause, `listing ${below}${prefix} of ${Bucket}`);
      }
      return found.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async delete(key) {
      const Key = s3Key(place, key);
      await client.send(new DeleteObjectCommand({ Bucket, Key })).catch((cause: unknown) => {
        throw failure(cause, `removing ${Key} from ${Bucket}`);
      });
    },
  };
  return store;
}

/** Where an object lies in its bucket. */
export function s3Key({ prefix }: S3Place, key: string): string {
  return prefix ? `${objectKey(prefix)}/${objectKey(key)}` : objectKey(key);
}

export const isMissing = (cause: unknown): boolean => cause instanceof Error && cause.name === 'NoSuchKey';

/** S3's own faults are known; what a stream throws on its way goes on as it is. */
function failure(cause: unknown, doing: string): unknown {
  if (!(cause instanceof Error && '$metadata' in cause)) return cause;
  const mend =
    'See that the bucket is there, and that the role may read, write, list and delete in it; then try again.';
  return new Unavailable(`S3 failed while ${doing}: ${cause.name}: ${cause.message}`, mend, { cause });
}
