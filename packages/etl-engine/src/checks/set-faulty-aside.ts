import { keyOf, type RejectReason, type Source, type StarTable } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import {
  countFaulty,
  listFaulty,
  setChangedKeysAside,
  setRepeatsAside,
  setUnknownAside,
  usableRecords,
} from '@tandem/sql';
import type { StagedSource } from '../staging/stage-files.ts';
import { readRows } from '../star/read-rows.ts';
import type { StarAfterLoad } from '../star/star-after-load.ts';
import type { RejectLog } from './reject-log.ts';

/**
 * Sets aside the records of a source that are good by themselves but not in this star: days and keys that nothing
 * describes, keys that came before with other values, dimension rows that would change identity. A record that says
 * the same as one before it is set aside too, and counts as unchanged.
 */
export async function setFaultyAside(
  staged: StagedSource,
  star: StarAfterLoad,
  warehouse: Warehouse,
  log: RejectLog,
): Promise<void> {
  for (const statement of checks(staged, star)) await warehouse.run(statement);
  for (const [file, reason, n] of await readRows(warehouse, countFaulty(staged.setAside))) {
    log.count(Number(file), reason as RejectReason, Number(n));
  }
  for (const row of await readRows(warehouse, listFaulty(staged.setAside, log.room))) {
    const [file, line, column, value, reason, firstFile, firstLine] = row;
    const first = firstLine === null ? undefined : { file: Number(firstFile), line: Number(firstLine) };
    log.list({ file: Number(file), line: Number(line) }, String(column), String(value), reason as RejectReason, first);
  }
}

/** One statement for each check, in an order in which each sees only what the earlier ones left. */
function checks({ source, table: staging, setAside }: StagedSource, star: StarAfterLoad): string[] {
  const records = usableRecords(staging, setAside);
  const statements = references(source, star).map(({ column, relation, known, reason }) =>
    setUnknownAside(setAside, records, column, relation, known, reason),
  );
  const feed = source.feeds.at(-1)!;
  const table = star.table(feed.table);
  const columns = source.columns.map((it) => it.name);
  const key = keyOf(table).map((it) => sourceColumn(source, table, it));
  statements.push(setRepeatsAside(setAside, records, key, columns, 'duplicate' satisfies RejectReason));
  if (table.kind === 'dimension' && table.alternateKey) {
    const partner = sourceColumn(source, table, table.alternateKey);
    statements.push(
      setRepeatsAside(setAside, records, [partner], columns, 'duplicate' satisfies RejectReason),
      setChangedKeysAside(
        setAside,
        records,
        [key[0]!, partner],
        star.nameOf(table),
        [table.key, table.alternateKey],
        'key_changed' satisfies RejectReason,
      ),
    );
  }
  return statements;
}

interface Reference {
  readonly column: string;
  readonly relation: string;
  readonly known: string;
  readonly reason: RejectReason;
}

/** The columns of a source that must be known to a dimension which the source does not itself describe. */
function references(source: Source, star: StarAfterLoad): Reference[] {
  const described = new Set(source.feeds.map((it) => it.table));
  return source.feeds.flatMap((feed) =>
    star.table(feed.table).columns.flatMap(({ name, references }): Reference[] => {
      const origin = feed.columns[name]!;
      if ('lookUp' in origin) {
        const { dimension, relation } = star.dimension(origin.lookUp);
        return [{ column: origin.by, relation, known: dimension.alternateKey!, reason: 'date_not_in_calendar' }];
      }
      if (references === undefined || described.has(references) || !('from' in origin)) return [];
      const { dimension, relation } = star.dimension(references);
      return [{ column: origin.from, relation, known: dimension.key, reason: 'unknown_reference' }];
    }),
  );
}

/** The column of a file that decides a key column of the table. */
function sourceColumn(source: Source, table: StarTable, column: string): string {
  const origin = source.feeds.find((it) => it.table === table.name)!.columns[column]!;
  return 'from' in origin ? origin.from : 'by' in origin ? origin.by : origin.isoYearOf;
}
