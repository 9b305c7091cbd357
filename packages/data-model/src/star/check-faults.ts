import { type Star, type StarTable, tablesOf } from './star.ts';
import type { StarCheck } from './star-check.ts';
import { fault, type StarFault, typeInWords, unknownName } from './table-faults.ts';

const numeric = ['smallint', 'integer', 'flag', 'decimal'];

/** Faults of the checks that a star declares: each must have in the star what it asks about. */
export function checkFaults(star: Star): StarFault[] {
  return (star.checks ?? []).flatMap((check, c) => faultsOf(star, check, ['checks', c]));
}

function faultsOf(star: Star, check: StarCheck, path: StarFault['path']): StarFault[] {
  if (check.kind === 'row_count_drift') {
    const sources = star.sources.map((it) => it.name);
    return unknownName(check.source, sources, [...path, 'source'], 'the sources');
  }
  const tables = tablesOf(star);
  const table = tables.find((it) => it.name === check.table);
  const at = [...path, 'table'];
  if (!table) {
    const names = tables.map((it) => it.name);
    return unknownName(check.table, names, at, 'the tables');
  }
  if (check.kind === 'range') return rangeFaults(check, table, path);
  if (hasDay(star, table)) return [];
  return [fault(at, 'a table with a date, or a reference to a dimension whose alternateKey is one', table.name)];
}

function rangeFaults(
  { column: name, min, max }: Extract<StarCheck, { kind: 'range' }>,
  table: StarTable,
  path: StarFault['path'],
): StarFault[] {
  const numbers = table.columns.filter((it) => numeric.includes(it.type.kind)).map((it) => it.name);
  const type = table.columns.find((it) => it.name === name)?.type;
  const got = type ? `${name}, which is ${typeInWords(type)}` : name;
  const expected = `one of the numbers of ${table.name}: ${numbers.join(', ') || 'none'}`;
  return [
    ...(numbers.includes(name) ? [] : [fault([...path, 'column'], expected, got)]),
    ...(min === undefined && max === undefined ? [fault(path, 'min, max or both', 'neither')] : []),
    ...(min !== undefined && max !== undefined && min > max
      ? [fault([...path, 'min'], `at most max, ${max}`, min)]
      : []),
  ];
}

/** The same rule as that by which a check finds the days of a table. */
function hasDay({ dimensions }: Star, { columns }: StarTable): boolean {
  const isDay = (it: StarTable['columns'][number]) => it.type.kind === 'date' || it.type.kind === 'timestamp';
  return (
    columns.some(isDay) ||
    columns.some(({ references }) =>
      dimensions.some(
        (it) => it.name === references && it.columns.some((own) => own.name === it.alternateKey && isDay(own)),
      ),
    )
  );
}
