import { type RejectReason, rejectReasons } from '@tandem/data-model';
import type { LoadReport, Reject } from '@tandem/data-model/contract';
import { LaterRejects } from '../rejects/later-rejects.ts';

/** So many rejects are listed, in order; those after them are kept apart, packed. */
const maxListedRejects = 100_000;

/** Where a record stands among the files of a load. */
export interface RecordPlace {
  readonly file: number;
  readonly line: number;
}

/** The records that a load refuses: every one is counted and kept, the first are listed. */
export class RejectLog {
  readonly #files: readonly { readonly name: string; readonly source: string }[];
  readonly #listed: { readonly place: RecordPlace; readonly reject: Reject }[] = [];
  readonly #counts: Map<RejectReason, number>[];
  /** Rejects beyond those that are listed. */
  readonly later = new LaterRejects();

  constructor(files: readonly { readonly name: string; readonly source: string }[]) {
    this.#files = files;
    this.#counts = files.map(() => new Map());
  }

  count(file: number, reason: RejectReason, records = 1): void {
    const counts = this.#counts[file]!;
    counts.set(reason, (counts.get(reason) ?? 0) + records);
  }

  /** Keeps a reject that was counted; `first` is the record that a duplicate repeats. */
  list(place: RecordPlace, column: string, value: string, reason: RejectReason, first?: RecordPlace): void {
    const mend = first
      ? `Keep one record for this key: line ${first.line} of ${this.#files[first.file]!.name} came first and was kept.`
      : rejectReasons[reason];
    const reject = { file: this.#files[place.file]!.name, line: place.line, column, value, reason, mend };
    if (this.#listed.length < maxListedRejects) this.#listed.push({ place, reject });
    else this.later.add(reject);
  }

  /** Rejected records of one file. */
  inFile(file: number): number {
    return [...this.#counts[file]!.values()].reduce((sum, it) => sum + it, 0);
  }

  /** Those that are listed, in order of file and line. */
  rejects(): Reject[] {
    return this.#listed
      .sort((a, b) => a.place.file - b.place.file || a.place.line - b.place.line)
      .map((it) => it.reject);
  }

  /** Counts by source and reason, the most frequent first. */
  summary(): LoadReport['rejects'] {
    const sums = new Map<string, LoadReport['rejects'][number]>();
    for (const [file, counts] of this.#counts.entries()) {
      const { source } = this.#files[file]!;
      for (const [reason, count] of counts) {
        const sum = sums.get(`${source} ${reason}`) ?? { source, reason, count: 0 };
        sums.set(`${source} ${reason}`, { ...sum, count: sum.count + count });
      }
    }
    return [...sums.values()].sort((a, b) => b.count - a.count);
  }
}
