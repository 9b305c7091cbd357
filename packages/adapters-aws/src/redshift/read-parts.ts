import type { ColumnMetadata } from '@aws-sdk/client-redshift-data';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { RowBatch } from '@tandem/ports';
import { type AsyncBuffer, parquetMetadataAsync, parquetRead } from 'hyparquet';
import type { S3Place } from '../s3/s3-object-store.ts';
import { type CellValue, columnOf } from './decode-page.ts';

/** The rows of the parts that an UNLOAD wrote, in its order, a row group at a time; the parts are removed at the end. */
export async function* readParts(
  { client, bucket: Bucket }: S3Place,
  parts: string,
  columns: readonly ColumnMetadata[],
): AsyncGenerator<RowBatch> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: parts }));
  try {
    for (const { Key = '', Size = 0 } of Contents.sort((a, b) => (a.Key! < b.Key! ? -1 : 1))) {
      const file: AsyncBuffer = {
        byteLength: Size,
        async slice(start, end = Size) {
          const Range = `bytes=${start}-${end - 1}`;
          const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
          return new Uint8Array(await Body!.transformToByteArray()).buffer;
        },
      };
      yield* rowGroups(file, columns);
    }
  } finally {
    for (const it of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key: it.Key! }));
  }
}

async function* rowGroups(file: AsyncBuffer, columns: readonly ColumnMetadata[]): AsyncGenerator<RowBatch> {
  const metadata = await parquetMetadataAsync(file);
  const names = metadata.schema.slice(1).map((it) => it.name);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const values = new Map(names.map((it) => [it, new Array<CellValue>(rows)]));
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd: rowStart + rows,
      onChunk({ columnName, columnData, rowStart: from }) {
        const into = values.get(columnName)!;
        for (let k = 0; k < columnData.length; k++) into[from - rowStart + k] = columnData[k] as CellValue;
      },
    });
    // UNLOAD writes the columns in the order of the query.
    yield { rows, columns: columns.map((it, k) => columnOf(it, values.get(names[k]!)!)) };
    rowStart += rows;
  }
}
