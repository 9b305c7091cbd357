import { historyColumns, keepsHistory } from './history.ts';
import type { Dimension, Fact, Feed, Source, Star, StarTable } from './star.ts';
import { fault, type StarFault, typeInWords } from './table-faults.ts';

/** Faults of attributes that keep their past. */
export function historyFaults({ dimensions, facts }: Star): StarFault[] {
  return [
    ...dimensions.flatMap((it, d) => dimensionFaults(it, ['dimensions', d])),
    ...facts.flatMap((it, f) => factFaults(it, ['facts', f])),
  ];
}

function factFaults({ columns }: Fact, path: StarFault['path']): StarFault[] {
  return columns.flatMap(({ history }, c) =>
    history === undefined
      ? []
      : [fault([...path, 'columns', c, 'history'], 'no history: only attributes of a dimension have one', history)],
  );
}

function dimensionFaults(table: Dimension, path: StarFault['path']): StarFault[] {
  const { name: dimension, key, alternateKey, columns } = table;
  const ofKey = columns.findIndex((it) => it.name === key && it.history !== undefined);
  const added = historyColumns.map((it) => it.name);
  return [
    ...(ofKey < 0
      ? []
      : [fault([...path, 'columns', ofKey, 'history'], 'no history: the key of a row never changes', key)]),
    ...(keepsHistory(table) && alternateKey !== undefined
      ? [fault([...path, 'alternateKey'], 'no alternateKey: it finds one row, and type 2 keeps several', dimension)]
      : []),
    ...columns.flatMap(({ name }, c) =>
      keepsHistory(table) && added.includes(name)
        ? [fault([...path, 'columns', c, 'name'], `another name: type 2 adds ${added.join(', ')}`, name)]
        : [],
    ),
  ];
}

/** Faults of the column that tells since when a record holds. */
export function validFromFaults(table: StarTable, source: Source, feed: Feed, path: StarFault['path']): StarFault[] {
  const { validFrom, latestBy } = feed;
  if (validFrom === undefined) return [];
  const at = [...path, 'validFrom'];
  if (!keepsHistory(table))
    return [fault(at, `an attribute of ${table.name} with "history": "type 2", or no validFrom`, validFrom)];
  if (latestBy !== undefined) return [fault(at, `no validFrom: versions begin on the days of ${latestBy}`, validFrom)];
  const type = source.columns.find((it) => it.name === validFrom)?.type;
  if (type?.kind === 'date') return [];
  return [fault(at, `a date column of the source ${source.name}`, type ? typeInWords(type) : validFrom)];
}
