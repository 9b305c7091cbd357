import type { ColumnMetadata } from '@aws-sdk/client-redshift-data';
import { CopyObjectCommand, DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { TooLarge, Unavailable } from '@tandem/data-model';
import { literal } from '@tandem/sql';
import { type S3Place, s3Key } from '../s3/s3-object-store.ts';
import { emptyParquet } from './empty-parquet.ts';
import { redshiftStrings } from './redshift-strings.ts';

/** S3 copies 5 GiB at once, and UNLOAD writes a new part beyond this size. */
const mostGigabytes = 4;

/**
 * Statements of one transaction: the first writes a query's rows, in order, below `parts`; the second counts
 * them. `role` is `default` or the quoted ARN of one.
 */
export function unloadStatements(sql: string, { bucket }: S3Place, parts: string, role: string): string[] {
  const address = literal(`s3://${bucket}/${parts}`);
  return [
    // The query stands in a string, so that its own strings are written for Redshift here and the outer one when it is sent.
    `unload (${literal(redshiftStrings(sql))}) to ${address} iam_role ${role} format as parquet ` +
      `parallel off maxfilesize ${mostGigabytes} gb`,
    'select pg_last_unload_count() as n',
  ];
}

/**
 * Puts the one part that an UNLOAD wrote under its key. Of no rows it may write no part; then an empty file of the
 * query's columns stands in. Throws TooLarge where there are several, and Unavailable where rows have none.
 */
export async function gatherParts(
  place: S3Place,
  parts: string,
  key: string,
  rows: number,
  columns: () => Promise<readonly ColumnMetadata[]>,
): Promise<void> {
  const { client, bucket: Bucket } = place;
  const Key = s3Key(place, key);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: parts }));
  try {
    if (Contents.length > 1) {
      throw new TooLarge(
        `${rows} rows are more than one Parquet file of ${mostGigabytes} GB holds.`,
        'Copy out less at once: fewer days, or fewer columns.',
      );
    }
    const [part] = Contents;
    if (!part && rows > 0) {
      throw new Unavailable(
        `Redshift unloaded ${rows} rows, but there is no part of them below ${parts} in ${Bucket}.`,
        'See that nothing else removes objects there, and run it again; the object of before still stands.',
      );
    }
    if (part) await client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${part.Key}` }));
    else await client.send(new PutObjectCommand({ Bucket, Key, Body: emptyParquet(await columns()) }));
  } finally {
    for (const it of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key: it.Key! }));
  }
}
