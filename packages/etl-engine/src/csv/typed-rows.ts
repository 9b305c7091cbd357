import type { ColumnType, SourceColumn } from '@tandem/data-model';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import type { KeptValues } from './kernel-columns.ts';
import type { RecordKernel, TakenRecords } from './record-kernel.ts';

const magic = Buffer.from('PAR1');

/**
 * Gathers the records that a kernel takes into groups of rows, and gives these as the bytes of one Parquet file: the line
 * of each record as `_line`, then the columns that are declared. Nothing is compressed but texts, by dictionaries.
 */
export class TypedRows {
  readonly #kernel: RecordKernel;
  readonly #columns: readonly (readonly [SourceColumn, number])[];
  readonly #most: number;
  readonly #groups: RowGroup[] = [];
  #ready: Buffer[] = [magic];
  /** Bytes of the file so far. */
  #bytes = magic.length;
  /** Rows that the kernel holds. */
  #rows = 0;

  /** @param rowsOfGroup as `begin` of the kernel gave them */
  constructor(kernel: RecordKernel, columns: readonly (SourceColumn | undefined)[], rowsOfGroup: number) {
    this.#kernel = kernel;
    this.#columns = columns.flatMap((it, k) => (it ? [[it, k] as const] : []));
    this.#most = rowsOfGroup;
  }

  /** Takes records until one isn't plain or isn't whole; says how many it took to `onTaken`. */
  take(bytes: Buffer, from: number, length: number, line: number, onTaken: (records: number) => void): TakenRecords {
    let taken = this.#kernel.takeTyped(bytes, from, length, line, this.#rows, this.#most);
    for (;;) {
      this.#rows = taken.used;
      onTaken(taken.records);
      const { at, line: next, full } = taken;
      if (full === undefined && this.#rows < this.#most) return taken;
      this.#closeGroup();
      if (full !== undefined) this.#kernel.columns.keepPlain(full);
      taken = this.#kernel.takeTyped(bytes, at, length, next, 0, this.#most);
    }
  }

  /** Bytes of the file that are ready and not yet taken; none before there is a group. */
  *ready(): Generator<Buffer> {
    if (this.#groups.length === 0) return;
    const ready = this.#ready;
    this.#ready = [];
    yield* ready;
  }

  /** The last bytes; none at all where there was no row. */
  *end(): Generator<Buffer> {
    if (this.#rows > 0) this.#closeGroup();
    if (this.#groups.length === 0) return;
    yield* this.ready();
    yield footer(
      this.#columns.map(([column]) => column),
      this.#groups,
    );
  }

  #closeGroup(): void {
    const rows = this.#rows;
    const { columns } = this.#kernel;
    // Records that were not plain in the end may have filled a dictionary by themselves.
    if (rows === 0) {
      this.#kernel.clear();
      return;
    }
    const chunks = [
      this.#chunk('_line', { kind: 'integer' }, { plain: columns.lines(rows) }),
      ...this.#columns.map(([{ name, type }, k]) => this.#chunk(name, type, columns.values(k, rows))),
    ];
    const size = chunks.reduce((sum, it) => sum + Number(it.meta_data!.total_compressed_size), 0);
    this.#groups.push({ columns: chunks, total_byte_size: BigInt(size), num_rows: BigInt(rows) });
    this.#kernel.clear();
    this.#rows = 0;
  }

  #chunk(name: string, type: ColumnType, kept: KeptValues): ColumnChunk {
    const first = this.#bytes;
    if ('dictionary' in kept) {
      const dictionary_page_header = { num_values: kept.texts, encoding: 'PLAIN' as const };
      this.#page({ type: 'DICTIONARY_PAGE', dictionary_page_header }, [kept.dictionary]);
    }
    const data = this.#bytes;
    const encoding = 'dictionary' in kept ? 'RLE_DICTIONARY' : 'PLAIN';
    const data_page_header = {
      num_values: this.#rows,
      encoding,
      definition_level_encoding: 'RLE',
      repetition_level_encoding: 'RLE',
    } as const;
    const body = 'dictionary' in kept ? [runHeader(kept.places.length / 16), kept.places] : [kept.plain];
    this.#page({ type: 'DATA_PAGE', data_page_header }, body);
    const size = BigInt(this.#bytes - first);
    return {
      file_offset: BigInt(first),
      meta_data: {
        type: physical(type),
        encodings: ['PLAIN', encoding],
        path_in_schema: [name],
        codec: 'UNCOMPRESSED',
        num_values: BigInt(this.#rows),
        total_uncompressed_size: size,
        total_compressed_size: size,
        data_page_offset: BigInt(data),
        ...('dictionary' in kept ? { dictionary_page_offset: BigInt(first) } : {}),
      },
    };
  }

  /** Its parts are copied: they lie in the kernel's memory. */
  #page(
    header: Omit<PageHeader, 'uncompressed_page_size' | 'compressed_page_size'>,
    parts: readonly Uint8Array[],
  ): void {
    const size = parts.reduce((sum, it) => sum + it.length, 0);
    const writer = new ByteWriter(64);
    writePageHeader(writer, { ...header, uncompressed_page_size: size, compressed_page_size: size });
    const page = Buffer.concat([writer.getBytes(), ...parts]);
    this.#ready.push(page);
    this.#bytes += page.length;
  }
}

type PageHeader = Parameters<typeof writePageHeader>[1];
type Metadata = Parameters<typeof writeMetadata>[1];
type RowGroup = Metadata['row_groups'][number];
type ColumnChunk = RowGroup['columns'][number];
type SchemaElement = Metadata['schema'][number];

/** Says that so many times eight places of 16 bits follow. */
function runHeader(eights: number): Uint8Array {
  const writer = new ByteWriter(16);
  writer.appendUint8(16);
  writer.appendVarInt(eights * 2 + 1);
  return writer.getBytes();
}

function footer(columns: readonly SourceColumn[], row_groups: RowGroup[]): Buffer {
  const schema: SchemaElement[] = [
    { name: 'records', num_children: columns.length + 1 },
    element('_line', { kind: 'integer' }),
    ...columns.map((it) => element(it.name, it.type)),
  ];
  const writer = new ByteWriter(1024);
  const num_rows = row_groups.reduce((sum, it) => sum + it.num_rows, 0n);
  writeMetadata(writer, { version: 1, schema, num_rows, row_groups, metadata_length: 0 });
  const metadata = writer.getBytes();
  const length = Buffer.alloc(4);
  length.writeUInt32LE(metadata.length);
  return Buffer.concat([metadata, length, magic]);
}

function element(name: string, type: ColumnType): SchemaElement {
  const required = { name, type: physical(type), repetition_type: 'REQUIRED' } as const;
  switch (type.kind) {
    case 'text':
      return { ...required, converted_type: 'UTF8' };
    case 'decimal':
      return { ...required, converted_type: 'DECIMAL', precision: type.precision, scale: type.scale };
    case 'date':
    case 'timestamp':
      return { ...required, converted_type: 'DATE' };
    default:
      return required;
  }
}

function physical({ kind }: ColumnType) {
  return kind === 'text' ? 'BYTE_ARRAY' : kind === 'decimal' ? 'INT64' : 'INT32';
}
