import { keepsHistory, keyOf, type RejectReason, type Source } from '@tandem/data-model';
import type { Warehouse } from '@tandem/ports';
import {
  countFaulty,
  countUnknown,
  createFromQuery,
  listFaulty,
  repeatedKeys,
  setChangedKeysAside,
  setEndlessAside,
  setRepeatsAside,
  setUnknownAside,
  usableRecords,
} from '@tandem/sql';
import type { StagedSource } from '../staging/stage-files.ts';
import { eachRow, readRows } from '../star/read-rows.ts';
import { sourceColumn } from '../star/source-key.ts';
import type { StarAfterLoad } from '../star/star-after-load.ts';
import type { RejectLog } from './reject-log.ts';

/**
 * Sets aside the records of a source that are good by themselves but not in this star: days and keys that nothing
 * describes, versions without a first day, keys that came before with other values, dimension rows that would change identity. A record that says
 * the same as one before it is set aside too, and counts as unchanged.
 */
export async function setFaultyAside(
  staged: StagedSource,
  star: StarAfterLoad,
  warehouse: Warehouse,
  stagingName: (name: string) => string,
  log: RejectLog,
): Promise<void> {
  const { source, table: staging, setAside } = staged;
  const records = usableRecords(staging, setAside);
  for (const { column, relation, known, reason } of references(source, star)) {
    // Many records share few values, so these are asked for before any record is.
    const [[unknown] = []] = await readRows(warehouse, countUnknown(staging, column, relation, known));
    if (unknown === 0) continue;
    await warehouse.run(setUnknownAside(setAside, records, column, relation, known, reason));
  }
  for (const { table, validFrom, latestBy } of source.feeds) {
    const since = validFrom ?? latestBy;
    if (since === undefined || !keepsHistory(star.table(table))) continue;
    await warehouse.run(setEndlessAside(setAside, records, since, 'out_of_range' satisfies RejectReason));
  }
  const table = star.table(source.feeds.at(-1)!.table);
  const columnOf = (it: string) => sourceColumn(source, table, it);
  const repeated = stagingName(`_repeated_${source.name}`);
  // Where records say since when they hold, several of one key are its versions.
  const { validFrom } = source.feeds.at(-1)!;
  const key = [...keyOf(table).map(columnOf), ...(validFrom ? [validFrom] : [])];
  await setLaterAside(staged, key, repeated, warehouse);
  if (table.kind === 'dimension' && table.alternateKey) {
    const pair = [table.key, table.alternateKey] as const;
    const columns = [columnOf(table.key), columnOf(table.alternateKey)] as const;
    await setLaterAside(staged, columns.slice(1), repeated, warehouse);
    const reason: RejectReason = 'key_changed';
    await warehouse.run(setChangedKeysAside(setAside, records, columns, star.nameOf(table), pair, reason));
  }
  await logFaulty(setAside, warehouse, log);
}

/** Sets aside all records of a key but the first. Most files repeat no key, so that is asked before records are read, where it isn't known. */
async function setLaterAside(
  { source, table, setAside, unique }: StagedSource,
  key: readonly string[],
  repeated: string,
  warehouse: Warehouse,
): Promise<void> {
  if (unique?.every((it) => key.includes(it))) return;
  const records = usableRecords(table, setAside);
  for (const statement of createFromQuery(repeated, repeatedKeys(records, key))) await warehouse.run(statement);
  const [[keys] = []] = await readRows(warehouse, `select count(*) as n from ${repeated}`);
  if (keys === 0) return;
  const columns = source.columns.map((it) => it.name);
  const reason: RejectReason = 'duplicate';
  await warehouse.run(setRepeatsAside(setAside, records, repeated, key, columns, reason));
}

async function logFaulty(setAside: string, warehouse: Warehouse, log: RejectLog): Promise<void> {
  for (const [file, reason, n] of await readRows(warehouse, countFaulty(setAside))) {
    log.count(Number(file), reason as RejectReason, Number(n));
  }
  for await (const row of eachRow(warehouse, listFaulty(setAside))) {
    const [file, line, column, value, reason, firstFile, firstLine] = row;
    const first = firstLine === null ? undefined : { file: Number(firstFile), line: Number(firstLine) };
    log.list({ file: Number(file), line: Number(line) }, String(column), String(value), reason as RejectReason, first);
  }
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
