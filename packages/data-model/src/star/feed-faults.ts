import { validFromFaults } from './history-faults.ts';
import {
  type ColumnOrigin,
  type ColumnType,
  type Feed,
  keyOf,
  type Source,
  type Star,
  type StarColumn,
  tablesOf,
} from './star.ts';
import { fault, type StarFault, typeInWords, unknownName } from './table-faults.ts';

/** Faults of what one source brings to one table. */
export function feedFaults(star: Star, source: Source, feed: Feed, path: StarFault['path']): StarFault[] {
  const table = tablesOf(star).find((it) => it.name === feed.table);
  if (!table) {
    const names = tablesOf(star).map((it) => it.name);
    return unknownName(feed.table, names, [...path, 'table'], 'the tables');
  }
  const names = table.columns.map((it) => it.name);
  const at = [...path, 'columns'];
  const identity: readonly (string | undefined)[] = [
    ...keyOf(table),
    ...(table.kind === 'dimension' ? [table.alternateKey] : []),
  ];
  return [
    ...names
      .filter((it) => !feed.columns[it])
      .map((it) =>
        fault([...at, it], `where ${table.name}.${it} gets its value, such as {"from": "${it}"}`, 'nothing'),
      ),
    ...Object.entries(feed.columns).flatMap(([name, origin]) => {
      const column = table.columns.find((it) => it.name === name);
      if (!column) return unknownName(name, names, [...at, name], `the columns of ${table.name}`);
      // Repeats are found by columns of the file, and two dates of one year would pass as two rows.
      if ('isoYearOf' in origin && identity.includes(name)) {
        const expected = `a column of the file, or a look-up: ${name} identifies a row of ${table.name}`;
        return [fault([...at, name], expected, `the year of ${origin.isoYearOf}`)];
      }
      return originFaults(star, source, column, origin, [...at, name]);
    }),
    ...validFromFaults(table, source, feed, path),
    ...(feed === source.feeds.at(-1) ? mainFaults(feed, path) : latestFaults(star, source, feed, path)),
  ];
}

function originFaults(
  { dimensions }: Star,
  source: Source,
  column: StarColumn,
  origin: ColumnOrigin,
  path: StarFault['path'],
): StarFault[] {
  const known = source.columns.map((it) => it.name);
  const of = `the columns of the source ${source.name}`;
  const typeOf = (name: string) => source.columns.find((it) => it.name === name)?.type;
  if ('from' in origin) {
    const type = typeOf(origin.from);
    if (!type) return unknownName(origin.from, known, [...path, 'from'], of);
    if (fits(type, column.type)) return [];
    return [
      fault(
        [...path, 'from'],
        `a column that ${typeInWords(column.type)} can hold`,
        `${origin.from}, which is ${typeInWords(type)}`,
      ),
    ];
  }
  if ('isoYearOf' in origin) {
    const type = typeOf(origin.isoYearOf);
    if (!type) return unknownName(origin.isoYearOf, known, [...path, 'isoYearOf'], of);
    const isYear = column.type.kind === 'smallint' || column.type.kind === 'integer';
    return [
      ...(type.kind === 'date' ? [] : [fault([...path, 'isoYearOf'], 'a date', typeInWords(type))]),
      ...(isYear ? [] : [fault(path, 'a table column of type smallint or integer', typeInWords(column.type))]),
    ];
  }
  const dimension = dimensions.find((it) => it.name === origin.lookUp);
  if (!dimension)
    return unknownName(
      origin.lookUp,
      dimensions.map((it) => it.name),
      [...path, 'lookUp'],
      'the dimensions',
    );
  const partner = dimension.columns.find((it) => it.name === dimension.alternateKey);
  if (!partner)
    return [fault([...path, 'lookUp'], `a dimension with an alternateKey, by which rows are found`, dimension.name)];
  const type = typeOf(origin.by);
  if (!type) return unknownName(origin.by, known, [...path, 'by'], of);
  return [
    ...(fits(type, partner.type) ? [] : [fault([...path, 'by'], typeInWords(partner.type), typeInWords(type))]),
    ...(column.references === dimension.name
      ? []
      : [
          fault(path, `"references": "${dimension.name}" on the column ${column.name}`, column.references ?? 'nothing'),
        ]),
  ];
}

function mainFaults({ latestBy, table }: Feed, path: StarFault['path']): StarFault[] {
  if (latestBy === undefined) return [];
  const expected = `no latestBy on the last feed, which takes one row from each record; put that of ${table} before it`;
  return [fault([...path, 'latestBy'], expected, latestBy)];
}

/** A feed before the last describes a dimension whose rows come many times, beside the rows of a fact. */
function latestFaults({ dimensions, facts }: Star, source: Source, feed: Feed, path: StarFault['path']): StarFault[] {
  const dimension = dimensions.find((it) => it.name === feed.table);
  if (!dimension)
    return [fault([...path, 'table'], 'a dimension: a fact is fed by the last feed of its source', feed.table)];
  const at = [...path, 'latestBy'];
  if (feed.latestBy === undefined)
    return [
      fault(at, `a date column of ${source.name} that tells which record of a ${dimension.name} counts`, 'nothing'),
    ];
  const day = source.columns.find((it) => it.name === feed.latestBy);
  if (day?.type.kind !== 'date')
    return [fault(at, `a date column of the source ${source.name}`, day ? typeInWords(day.type) : feed.latestBy)];
  if (dimension.alternateKey !== undefined)
    return [
      fault([...path, 'table'], 'a dimension without an alternateKey, or a source of its own for it', dimension.name),
    ];
  const main = source.feeds.at(-1)!;
  const fact = facts.find((it) => it.name === main.table);
  const days = Object.values(main.columns).some(
    (it) => ('lookUp' in it && it.by === feed.latestBy) || ('from' in it && it.from === feed.latestBy),
  );
  const key = feed.columns[dimension.key];
  return [
    ...(fact?.columns.some((it) => it.references === dimension.name)
      ? []
      : [
          fault(
            [...path, 'table'],
            `a dimension to which ${main.table}, the last feed of ${source.name}, refers`,
            dimension.name,
          ),
        ]),
    ...(days ? [] : [fault(at, `a date that ${main.table} keeps, by itself or by look-up`, feed.latestBy)]),
    ...(key && !('from' in key)
      ? [fault([...path, 'columns', dimension.key], 'a column of the file for the key', 'another origin')]
      : []),
  ];
}

/** Whether every value of one type can be stored as the other without losing anything. */
function fits(from: ColumnType, to: ColumnType): boolean {
  if (from.kind === 'text' && to.kind === 'text') return from.length <= to.length;
  if (from.kind === 'decimal' && to.kind === 'decimal')
    return from.scale <= to.scale && from.precision - from.scale <= to.precision - to.scale;
  const wider: Partial<Record<ColumnType['kind'], readonly ColumnType['kind'][]>> = {
    flag: ['smallint', 'integer'],
    smallint: ['integer'],
    date: ['timestamp'],
  };
  return from.kind === to.kind || (wider[from.kind] ?? []).includes(to.kind);
}
