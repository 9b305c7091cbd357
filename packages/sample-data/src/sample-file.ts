import { type FileHandle, open, rename } from 'node:fs/promises';
import { CsvBuffer, csvRecord } from './csv-buffer.ts';
import type { PlacedFault } from './fault-plan.ts';

/** Bytes that gather before they are written. */
const chunk = 1 << 20;

/** Records of one part of a file: a store, or the whole of date_dim. */
export interface Part {
  readonly length: number;
  /** Writes the fields of record i. */
  readonly write: (buffer: CsvBuffer, i: number) => void;
}

/** A part that can say in text what faults are made from. */
export interface SpoilablePart extends Part {
  /** The fields of record i. */
  readonly fields: (i: number) => string[];
  /** A good record that the sample lacks, another one for each number from 1. */
  readonly spare: (spareDay: number) => string[];
}

/** A CSV file being written. It has its name only once it is whole; before that it is `<name>.part`. */
export class SampleFile {
  /** Records written, bad ones too; neither the header nor blank lines. */
  rows = 0;
  /** Of these, the records that a loader has to refuse. */
  badRows = 0;
  private bytes = 0;
  private readonly buffer = new CsvBuffer();
  private readonly path: string;
  private readonly handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.handle = handle;
  }

  static async create(path: string, header: readonly string[]): Promise<SampleFile> {
    const file = new SampleFile(path, await open(`${path}.part`, 'w'));
    file.buffer.append(Buffer.from(csvRecord(header)));
    file.buffer.endRecord();
    return file;
  }

  add(part: Part): void {
    for (let i = 0; i < part.length; i++) this.addRecord(part, i);
  }

  /** Adds a part, and each fault after the record at its position. */
  addSpoilt(part: SpoilablePart, faults: readonly PlacedFault[]): void {
    let next = 0;
    for (let i = 0; i < part.length; i++) {
      this.addRecord(part, i);
      while (next < faults.length && i >= Math.floor(faults[next]!.position * (part.length - 1))) {
        const { fault, n, spareDay } = faults[next++]!;
        this.addFault(fault.record({ n, before: part.fields(i), spare: part.spare(spareDay) }), fault.harmless);
      }
    }
  }

  /** Hands the disk what has gathered, and waits for it: memory does not grow with the file. */
  async drain(): Promise<void> {
    if (this.buffer.size >= chunk) await this.flush();
  }

  /** Completes the file; returns its size in bytes. */
  async finish(): Promise<number> {
    await this.flush();
    await this.handle.close();
    await rename(`${this.path}.part`, this.path);
    return this.bytes;
  }

  /** Leaves the unfinished file where it is, for a look; the name it would have had is free. */
  async abandon(): Promise<void> {
    await this.handle.close();
  }

  private addRecord(part: Part, i: number): void {
    part.write(this.buffer, i);
    this.buffer.endRecord();
    this.rows++;
  }

  private addFault(record: Uint8Array, harmless = false): void {
    this.buffer.append(record);
    this.buffer.endRecord();
    if (record.length > 0) this.rows++;
    if (!harmless) this.badRows++;
  }

  private async flush(): Promise<void> {
    const bytes = this.buffer.take();
    this.bytes += bytes.length;
    await this.handle.writeFile(bytes);
  }
}
