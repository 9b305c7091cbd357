import { type ColumnType, type Dimension, type Fact, type Star, type StarTable, tablesOf } from './star.ts';

/** A part of a star that does not fit the others: where it stands, what would fit, and what is there. */
export interface StarFault {
  readonly path: readonly (string | number)[];
  readonly expected: string;
  readonly got: string;
}

/** Faults of tables by themselves: names, keys, references, layout. */
export function tableFaults(star: Star): StarFault[] {
  const names = tablesOf(star).map((it) => it.name);
  const list = (kind: 'dimensions' | 'facts') =>
    star[kind].flatMap((table: StarTable, t): StarFault[] => {
      const path = [kind, t];
      const columns = table.columns.map((it) => it.name);
      return [
        ...(names.indexOf(table.name) === names.lastIndexOf(table.name)
          ? []
          : [{ path: [...path, 'name'], expected: 'a name that no other table has', got: table.name }]),
        ...repeated(columns, [...path, 'columns'], `a name that no other column of ${table.name} has`),
        ...(table.kind === 'dimension' ? keyFaults(table, path) : grainFaults(table, path)),
        ...table.columns.flatMap((column, c) =>
          column.references === undefined
            ? []
            : referenceFault(star, table, column.references, column.type, [...path, 'columns', c]),
        ),
        ...table.columns.flatMap(({ type }, c) =>
          type.kind === 'decimal' && type.scale > type.precision
            ? [fault([...path, 'columns', c, 'type', 'scale'], `at most the precision, ${type.precision}`, type.scale)]
            : [],
        ),
        ...layoutFaults(table, path),
      ];
    });
  return [...list('dimensions'), ...list('facts')];
}

export function fault(path: StarFault['path'], expected: string, got: unknown): StarFault {
  return { path, expected, got: String(got) };
}

/** Where one of `names` is none of `known`. */
export function unknownName(name: string, known: readonly string[], path: StarFault['path'], of: string): StarFault[] {
  return known.includes(name) ? [] : [fault(path, `one of ${of}: ${known.join(', ') || 'none'}`, name)];
}

/** Where a name stands that came before in the list; the path gets its place and `name`. */
export function repeated(names: readonly string[], path: StarFault['path'], expected: string): StarFault[] {
  return names.flatMap((it, i) => (names.indexOf(it) < i ? [fault([...path, i, 'name'], expected, it)] : []));
}

/** A type in words, as `decimal(18, 2)`. */
export function typeInWords(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision}, ${type.scale})`;
  return type.kind === 'text' ? `text(${type.length})` : type.kind;
}

function keyFaults({ name, key, alternateKey, columns }: Dimension, path: StarFault['path']): StarFault[] {
  const names = columns.map((it) => it.name);
  const of = `the columns of ${name}`;
  const type = columns.find((it) => it.name === key)?.type.kind;
  return [
    ...unknownName(key, names, [...path, 'key'], of),
    ...(type === 'decimal' || type === 'flag'
      ? [fault([...path, 'key'], 'a column of whole numbers, text or days', `${key}, which is ${type}`)]
      : []),
    ...(alternateKey === undefined ? [] : unknownName(alternateKey, names, [...path, 'alternateKey'], of)),
    ...(alternateKey === key ? [fault([...path, 'alternateKey'], 'another column than the key', key)] : []),
  ];
}

function grainFaults({ name, grain, columns }: Fact, path: StarFault['path']): StarFault[] {
  const names = columns.map((it) => it.name);
  return grain.flatMap((it, g) => [
    ...unknownName(it, names, [...path, 'grain', g], `the columns of ${name}`),
    ...(grain.indexOf(it) < g ? [fault([...path, 'grain', g], 'each column once', it)] : []),
  ]);
}

function referenceFault(
  { dimensions }: Star,
  table: StarTable,
  name: string,
  type: ColumnType,
  path: StarFault['path'],
): StarFault[] {
  const at = [...path, 'references'];
  const names = dimensions.map((it) => it.name);
  const dimension = dimensions.find((it) => it.name === name);
  if (!dimension) return unknownName(name, names, at, 'the dimensions');
  if (dimension.name === table.name) return [fault(at, 'another dimension than its own', name)];
  const place = names.indexOf(table.name);
  if (place >= 0 && names.indexOf(name) > place) {
    return [fault(at, `a dimension that is filled before ${table.name}; put ${name} before it in the list`, name)];
  }
  const key = dimension.columns.find((it) => it.name === dimension.key)?.type;
  if (!key || typeInWords(key) === typeInWords(type)) return [];
  return [fault([...path, 'type'], `${typeInWords(key)}, the type of ${name}.${dimension.key}`, typeInWords(type))];
}

function layoutFaults({ name, columns, physical: { redshift } }: StarTable, path: StarFault['path']): StarFault[] {
  const names = columns.map((it) => it.name);
  const at = [...path, 'physical', 'redshift'];
  const of = `the columns of ${name}`;
  const { distribution, sortKey, encoding = {} } = redshift;
  return [
    ...(typeof distribution === 'string'
      ? []
      : unknownName(distribution.key, names, [...at, 'distribution', 'key'], of)),
    ...sortKey.flatMap((it, s) => unknownName(it, names, [...at, 'sortKey', s], of)),
    ...Object.keys(encoding).flatMap((it) => unknownName(it, names, [...at, 'encoding', it], of)),
  ];
}
