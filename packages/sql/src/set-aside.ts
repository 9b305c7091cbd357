import { endOfTime } from '@tandem/data-model';
import { differsIn, sameIn } from './compare.ts';
import { dropTable } from './create-table.ts';
import { identifier, identifiers, literal } from './quote.ts';

/**
 * Makes the staging table of records that do not go into the star: `reason` says why; null marks the repeat of a
 * record, which is no fault. For repeats and duplicates, `first_file` and `first_line` tell the record that came first.
 */
export function createSetAside(table: string): string[] {
  return [
    dropTable(table),
    `create table ${table} (_file integer, _line bigint, column_name varchar(256), value varchar(65535), ` +
      'reason varchar(32), first_file integer, first_line bigint)',
  ];
}

/** The records of a staging table that are not set aside, as a relation. */
export function usableRecords(table: string, setAside: string): string {
  return `(select s.* from ${table} s where not exists (select 1 from ${setAside} a where a._file = s._file and a._line = s._line))`;
}

/** How many values a staging table's column has that `known` does not have in its column `knownColumn`. */
export function countUnknown(table: string, column: string, known: string, knownColumn: string): string {
  return (
    `select count(*) as n from (select distinct ${identifier(column)} as value from ${table}) s ` +
    `where not exists (select 1 from ${known} k where k.${identifier(knownColumn)} = s.value)`
  );
}

/** Sets records aside whose column holds nothing that `known` has in its column `knownColumn`. */
export function setUnknownAside(
  into: string,
  records: string,
  column: string,
  known: string,
  knownColumn: string,
  reason: string,
): string {
  return (
    `insert into ${into} select s._file, s._line, ${literal(column)}, cast(s.${identifier(column)} as varchar), ` +
    `${literal(reason)}, null, null from ${records} s ` +
    `where not exists (select 1 from ${known} k where k.${identifier(knownColumn)} = s.${identifier(column)})`
  );
}

/**
 * Sets every record of the keys in `repeated` aside but the first of each: as a repeat where all its columns are the
 * same, else for `reason`.
 */
export function setRepeatsAside(
  into: string,
  records: string,
  repeated: string,
  key: readonly string[],
  columns: readonly string[],
  reason: string,
): string {
  const value = key.map((it) => `cast(r.${identifier(it)} as varchar)`).join(` || ', ' || `);
  const others = columns.filter((it) => !key.includes(it));
  return (
    `insert into ${into} with numbered as (select s.*, row_number() over ` +
    `(partition by ${identifiers(key, 's')} order by s._file, s._line) as _nth ` +
    `from ${records} s join ${repeated} k on ${sameIn(key, 's', 'k')}) ` +
    `select r._file, r._line, ${literal(key.join(', '))}, ${value}, ` +
    `case when ${differsIn(others, 'r', 'f')} then ${literal(reason)} end, f._file, f._line ` +
    `from numbered r join numbered f on ${sameIn(key, 'r', 'f')} where r._nth > 1 and f._nth = 1`
  );
}

/** Sets records aside that would give a known key another partner, or a known partner another key; both are unique in `known`. */
export function setChangedKeysAside(
  into: string,
  records: string,
  columns: readonly [key: string, partner: string],
  known: string,
  knownColumns: readonly [key: string, partner: string],
  reason: string,
): string {
  const [key, partner] = columns.map((it) => `s.${identifier(it)}`);
  const [knownKey, knownPartner] = knownColumns.map(identifier);
  // Two joins by equality: warehouses in clusters cannot run an EXISTS that compares by anything else.
  return (
    `insert into ${into} select s._file, s._line, ${literal(columns[0])}, ` +
    `cast(${key} as varchar) || ', ' || cast(${partner} as varchar), ${literal(reason)}, null, null from ${records} s ` +
    `left join ${known} k on k.${knownKey} = ${key} left join ${known} p on p.${knownPartner} = ${partner} ` +
    `where k.${knownPartner} <> ${partner} or p.${knownKey} <> ${key}`
  );
}

/** Sets records aside whose column holds a day on which no version can begin: the one that stands for no end. */
export function setEndlessAside(into: string, records: string, column: string, reason: string): string {
  const day = `s.${identifier(column)}`;
  return (
    `insert into ${into} select s._file, s._line, ${literal(column)}, cast(${day} as varchar), ${literal(reason)}, ` +
    `null, null from ${records} s where ${day} >= cast(${literal(endOfTime)} as date)`
  );
}

/** The faulty among records set aside, counted by file and reason, in their order. */
export function countFaulty(setAside: string): string {
  return `select _file, reason, count(*) as n from ${setAside} where reason is not null group by _file, reason order by 1, 2`;
}

/** The faulty records set aside, in order of file and line. */
export function listFaulty(setAside: string): string {
  return (
    `select _file, _line, column_name, value, reason, first_file, first_line from ${setAside} ` +
    `where reason is not null order by _file, _line`
  );
}

/** The repeats among records set aside, counted by file. */
export function countRepeats(setAside: string): string {
  return `select _file, count(*) as n from ${setAside} where reason is null group by _file`;
}

/** The records of a relation with an alias, counted by file. */
export function countByFile(records: string): string {
  return `select _file, count(*) as n from ${records} group by _file`;
}
