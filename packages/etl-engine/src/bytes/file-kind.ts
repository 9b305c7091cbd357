/** What a file is by its first bytes; its name says nothing. */
export type FileKind = 'text' | 'gzip' | 'zstd' | 'zip' | 'parquet' | 'other';

/** As many bytes as a kind is told from. */
export const kindBytes = 264;

interface Mark {
  readonly kind: FileKind;
  /** What people call such a file. */
  readonly called: string;
  readonly bytes: readonly number[];
  readonly at?: number;
}

const ascii = (text: string) => [...Buffer.from(text, 'latin1')];

const marks: readonly Mark[] = [
  { kind: 'gzip', called: 'gzip', bytes: [0x1f, 0x8b] },
  { kind: 'zstd', called: 'Zstandard', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: 'zip', called: 'zip', bytes: [0x50, 0x4b, 3, 4] },
  { kind: 'zip', called: 'zip', bytes: [0x50, 0x4b, 5, 6] },
  { kind: 'parquet', called: 'Parquet', bytes: ascii('PAR1') },
  { kind: 'other', called: 'locked Parquet', bytes: ascii('PARE') },
  { kind: 'other', called: 'bzip2', bytes: ascii('BZh') },
  { kind: 'other', called: 'xz', bytes: [0xfd, ...ascii('7zXZ'), 0] },
  { kind: 'other', called: '7-Zip', bytes: [...ascii('7z'), 0xbc, 0xaf] },
  { kind: 'other', called: 'tar', bytes: ascii('ustar'), at: 257 },
  { kind: 'other', called: 'old Excel', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { kind: 'other', called: 'PDF', bytes: ascii('%PDF-') },
];

/** The kind of a file and what people call it, by its first `kindBytes` bytes. */
export function fileKind(head: Uint8Array): { readonly kind: FileKind; readonly called: string } {
  const mark = marks.find(({ bytes, at = 0 }) => bytes.every((byte, i) => head[at + i] === byte));
  return mark ?? { kind: 'text', called: 'text' };
}
