import type { ColumnMetadata } from '@aws-sdk/client-redshift-data';
import { parquetWriteBuffer } from 'hyparquet-writer';

type SchemaElement = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number];

/** A Parquet file of a result's columns and no row. */
export function emptyParquet(columns: readonly ColumnMetadata[]): Uint8Array {
  const root: SchemaElement = { name: 'root', num_children: columns.length };
  const schema = [root, ...columns.map(elementOf)];
  return new Uint8Array(
    parquetWriteBuffer({ columnData: columns.map((it) => ({ name: it.name!, data: [] })), schema }),
  );
}

function elementOf({ name = '', typeName = '', precision = 38, scale = 0 }: ColumnMetadata): SchemaElement {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  switch (typeName.toLowerCase()) {
    case 'bool':
      return { ...optional, type: 'BOOLEAN' };
    case 'int2':
    case 'int4':
      return { ...optional, type: 'INT32' };
    case 'int8':
      return { ...optional, type: 'INT64' };
    case 'float4':
    case 'float8':
      return { ...optional, type: 'DOUBLE' };
    case 'numeric': {
      const decimal = { converted_type: 'DECIMAL', precision, scale } as const;
      if (precision <= 18) return { ...optional, ...decimal, type: 'INT64' };
      return { ...optional, ...decimal, type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 };
    }
    case 'date':
      return { ...optional, type: 'INT32', converted_type: 'DATE' };
    case 'timestamp':
      return { ...optional, type: 'INT64', converted_type: 'TIMESTAMP_MICROS' };
    default:
      return { ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
  }
}
