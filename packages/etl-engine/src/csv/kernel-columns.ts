import type { SourceColumn } from '@tandem/data-model';
import { integerRange } from './field-rule.ts';

/** As in assembly/columns.ts. */
export const mostColumns = 1024;
const columnBytes = 88;
/** Where the fields of a column stand. */
const at = {
  kind: 0,
  size: 4,
  least: 8,
  most: 16,
  scale: 24,
  form: 28,
  values: 32,
  texts: 36,
  room: 40,
  used: 44,
  count: 52,
  mostCount: 56,
  slots: 72,
  slotMask: 76,
} as const;
/** As in assembly/records.ts. */
const kinds = { anything: 0, integer: 1, decimal: 2, flag: 3, day: 4, text: 5 } as const;
const forms = { nothing: 0, word: 1, long: 2, place: 3, text: 4 } as const;

/** Rows of a group at most: as DuckDB gives them to one thread. */
const groupRows = 122_880;
/** Texts of a dictionary at most. Its places take two bytes, and where there are more, few are worth a dictionary. */
const mostTexts = 16_384;
const slotBytes = 8;
/** A text of any length must have room in an empty column. */
const leastTextBytes = 1 << 17;
const mostTextBytes = 1 << 20;

/** The columns of the kernel, and where it keeps what it takes. */
export interface KernelColumns {
  /** Says what the fields of a file are, by its columns; one without a declaration may hold anything. */
  describe(columns: readonly (SourceColumn | undefined)[]): void;
  /** Makes room for typed rows; gives the rows of a group, or 0 where the columns cannot be kept. */
  makeRoom(columns: readonly (SourceColumn | undefined)[], from: number, bytes: number): number;
  /** From the next row on, keeps the texts of a column one by one, for they are too many for a dictionary. */
  keepPlain(k: number): void;
  /** Whether values of a column are kept as numbers of 4 bytes. */
  isWord(k: number): boolean;
  lines(rows: number): Uint8Array;
  /** What a column holds for so many rows of the group. */
  values(k: number, rows: number): KeptValues;
}

/** Values as Parquet stores them: plain, or as places of 16 bits in a dictionary. Memory of the kernel. */
export type KeptValues =
  | { readonly plain: Uint8Array }
  | { readonly places: Uint8Array; readonly dictionary: Uint8Array; readonly texts: number };

/** Reads and writes the columns that assembly/columns.ts works on. */
export function kernelColumns(memory: ArrayBuffer, address: number): KernelColumns {
  const view = new DataView(memory, address, mostColumns * columnBytes);
  const write = (k: number, field: keyof typeof at, value: number): void =>
    view.setInt32(k * columnBytes + at[field], value, true);
  const read = (k: number, field: keyof typeof at): number => view.getInt32(k * columnBytes + at[field], true);
  const bytes = (from: number, length: number) => new Uint8Array(memory, from, length);
  let linesAt = 0;
  return {
    describe(columns) {
      for (const [k, column] of columns.entries()) {
        const { kind, size = 0, least = 0, most = 0, scale = 0 } = ruleOf(column);
        write(k, 'kind', kind);
        write(k, 'size', size);
        write(k, 'scale', scale);
        view.setFloat64(k * columnBytes + at.least, least, true);
        view.setFloat64(k * columnBytes + at.most, most, true);
        write(k, 'form', forms.nothing);
      }
    },
    makeRoom(columns, from, all) {
      if (columns.some((it) => it?.type.kind === 'decimal' && it.type.precision > 18)) return 0;
      const texts = columns.filter((it) => it?.type.kind === 'text').length;
      // Half for the texts and the tables that find them, half for the values of rows.
      const share = Math.floor(all / 2 / Math.max(1, texts));
      const slots = Math.min(2 * mostTexts, 2 ** Math.floor(Math.log2(share / 4 / slotBytes)));
      const textBytes = Math.min(mostTextBytes, share - slots * slotBytes);
      if (texts > 0 && textBytes < leastTextBytes) return 0;
      const width = columns.reduce((sum, it) => sum + widthOf(it), 4);
      const rows = Math.min(groupRows, Math.floor((all / 2 - 16 * columns.length) / width / 16) * 16);
      let free = from;
      const take = (length: number): number => {
        const taken = free;
        free += Math.ceil(length / 16) * 16;
        return taken;
      };
      linesAt = take(4 * rows);
      for (const [k, column] of columns.entries()) {
        if (!column) continue;
        write(k, 'form', formOf(column));
        write(k, 'values', take(widthOf(column) * rows));
        if (column.type.kind !== 'text') continue;
        write(k, 'texts', take(textBytes));
        write(k, 'room', textBytes);
        write(k, 'mostCount', Math.min(mostTexts, slots / 2));
        write(k, 'slots', take(slots * slotBytes));
        write(k, 'slotMask', slots - 1);
      }
      return rows;
    },
    keepPlain: (k) => write(k, 'form', forms.text),
    isWord: (k) => read(k, 'form') === forms.word,
    lines: (rows) => bytes(linesAt, 4 * rows),
    values(k, rows) {
      const form = read(k, 'form');
      if (form === forms.word || form === forms.long)
        return { plain: bytes(read(k, 'values'), rows * (form === forms.word ? 4 : 8)) };
      const texts = bytes(read(k, 'texts'), read(k, 'used'));
      if (form === forms.text) return { plain: texts };
      // Places are packed by eight; those past the last row mean nothing.
      return {
        places: bytes(read(k, 'values'), 16 * Math.ceil(rows / 8)),
        dictionary: texts,
        texts: read(k, 'count'),
      };
    },
  };
}

interface KernelRule {
  readonly kind: number;
  readonly size?: number;
  readonly least?: number;
  readonly most?: number;
  readonly scale?: number;
}

function ruleOf(column: SourceColumn | undefined): KernelRule {
  if (!column) return { kind: kinds.anything };
  const { type, range } = column;
  switch (type.kind) {
    case 'flag':
      return { kind: kinds.flag };
    case 'date':
    case 'timestamp':
      return { kind: kinds.day };
    case 'text':
      return { kind: kinds.text, size: type.length };
    case 'decimal': {
      const { min: least, max: most } = range ?? { min: -Infinity, max: Infinity };
      return { kind: kinds.decimal, size: type.precision - type.scale, scale: type.scale, least, most };
    }
    default: {
      const { min: least, max: most } = integerRange(type.kind, range);
      return { kind: kinds.integer, least, most };
    }
  }
}

function formOf({ type }: SourceColumn): number {
  return type.kind === 'decimal' ? forms.long : type.kind === 'text' ? forms.place : forms.word;
}

/** Bytes of a row. */
function widthOf(column: SourceColumn | undefined): number {
  if (!column) return 0;
  return { [forms.word]: 4, [forms.long]: 8, [forms.place]: 2 }[formOf(column)]!;
}
