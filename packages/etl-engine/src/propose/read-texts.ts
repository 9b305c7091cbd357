import { Readable } from 'node:stream';
import { InvalidInput } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import { createStaging, dialectNamed } from '@tandem/sql';
import { fileContents } from '../bytes/file-contents.ts';
import type { StoredFile } from '../bytes/stored-file.ts';
import { type TextRead, textRecords } from './text-records.ts';

/** A file to propose from. */
export interface FileToProfile {
  readonly file: StoredFile;
  /** Where the warehouse finds it, as SQL has it. */
  readonly address: string;
}

export interface ProposeDeps {
  /** Reads what it is told to, and is left as it was: a DuckDB warehouse. */
  readonly warehouse: Warehouse;
  /** A name for a table of the warehouse, each with a number. */
  readonly tableOf: (table: number) => string;
  /** Keeps a text where the warehouse finds it: gives its address, as SQL has it, and what removes it. */
  readonly keep: (text: Readable) => Promise<{ readonly address: string; readonly remove: () => Promise<void> }>;
}

/** The records of a file, or of those of one kind in a zip, in a table of the warehouse: columns `c0`, `c1`, … of text. */
export interface TextTable {
  readonly name: string;
  readonly table: string;
  readonly names: readonly string[];
  /** Records that could not be read as such. */
  faulty: number;
}

/** Reads files of any form that loads read into tables, each of `most` records at the most. Throws UnreadableFile, InvalidInput. */
export async function readTexts(
  files: readonly FileToProfile[],
  most: number,
  deps: ProposeDeps,
  /** Told of each table before it is made. */
  onTable: (table: string) => void,
): Promise<TextTable[]> {
  const tables: TextTable[] = [];
  for (const { file, address } of files) {
    const ofFile: TextTable[] = [];
    for (const content of await fileContents(file)) {
      const read: TextRead = { names: [], records: 0, faulty: 0 };
      const dialect = dialectNamed(deps.warehouse.dialect);
      const records = textRecords(content, address, most, { warehouse: deps.warehouse, dialect }, read);
      const kept = await deps.keep(Readable.from(records, { highWaterMark: 2 }));
      try {
        requireDistinct(content.name, read.names);
        let known = ofFile.find((it) => it.names.toSorted().join('\n') === read.names.toSorted().join('\n'));
        if (!known) {
          const table = deps.tableOf(tables.length + ofFile.length);
          onTable(table);
          known = { name: content.name, table, names: read.names, faulty: 0 };
          for (const statement of createStaging(table, columnsOf(known), dialect)) await deps.warehouse.run(statement);
          ofFile.push(known);
        }
        const { table, names } = known;
        known.faulty += read.faulty;
        const fields = read.names.map((it) => `c${names.indexOf(it)}`);
        for (const statement of dialect.copyCsv(table, 0, kept.address, fields, columnsOf(known))) {
          await deps.warehouse.run(statement);
        }
      } finally {
        await kept.remove();
      }
    }
    tables.push(...ofFile);
  }
  return tables;
}

const columnsOf = ({ names }: TextTable) =>
  names.map((_, k) => ({ name: `c${k}`, type: { kind: 'text', length: 16_383 } as const }));

function requireDistinct(file: string, names: readonly string[]): void {
  const twin = names.find((it, c) => names.indexOf(it) < c);
  if (twin === undefined) return;
  throw new InvalidInput(
    `${file} has two columns ${twin}: names are compared in lower case, with _ for spaces and hyphens.`,
    'Rename one of them in the file.',
  );
}
