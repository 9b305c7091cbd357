import type { ColumnType, Fact, Star } from './star.ts';
import { fault, type StarFault, unknownName } from './table-faults.ts';

const numeric: readonly ColumnType['kind'][] = ['smallint', 'integer', 'flag', 'decimal'];

/** Faults of what is to be forecast: it must lead from one fact over its grain to an item, a time and what is known. */
export function trainingFaults({ facts, dimensions, training }: Star): StarFault[] {
  const fact = facts.find((it) => it.name === training.fact);
  if (!fact)
    return unknownName(
      training.fact,
      facts.map((it) => it.name),
      ['training', 'fact'],
      'the facts',
    );
  const { item, time, target, as } = training;
  const column = (name: string) => fact.columns.find((it) => it.name === name);
  const names = fact.columns.map((it) => it.name);
  const dimensionOf = (name: string) => dimensions.find((it) => it.name === column(name)?.references);
  const items = dimensionOf(item);
  const missing = [
    ...unknownName(target, names, ['training', 'target'], `the columns of ${fact.name}`),
    ...unknownName(item, fact.grain, ['training', 'item'], `the grain of ${fact.name}`),
    ...unknownName(time, fact.grain, ['training', 'time'], `the grain of ${fact.name}`),
  ];
  if (missing.length > 0) return missing;
  const calendar = dimensionOf(time);
  const timeType = calendar
    ? calendar.columns.find((it) => it.name === (calendar.alternateKey ?? calendar.key))?.type.kind
    : column(time)?.type.kind;
  const attributes = items?.columns.map((it) => it.name).filter((it) => it !== items.key) ?? [];
  const others = fact.grain.filter((it) => it !== item && it !== time);
  return [
    ...(fact.grain.includes(target)
      ? [fault(['training', 'target'], 'a measure, not a column of the grain', target)]
      : []),
    ...(numeric.includes(column(target)!.type.kind)
      ? []
      : [fault(['training', 'target'], 'a column of numbers', `${target}, which is ${column(target)!.type.kind}`)]),
    ...(item === time ? [fault(['training', 'time'], 'another column than the item', time)] : []),
    ...(others.length === 0
      ? []
      : [
          fault(
            ['training', 'fact'],
            'a fact whose grain is one item and one time',
            `${fact.name}, by ${fact.grain.join(', ')}`,
          ),
        ]),
    ...(items ? [] : [fault(['training', 'item'], 'a column that references a dimension: the items', item)]),
    ...(timeType === 'date' || timeType === 'timestamp'
      ? []
      : [fault(['training', 'time'], 'a date, or a reference to a dimension whose alternateKey is one', time)]),
    ...([target, item].includes(as) ? [fault(['training', 'as'], 'a name of its own', as)] : []),
    ...training.statics.flatMap((it, s) =>
      unknownName(it, attributes, ['training', 'statics', s], `the attributes of ${items?.name ?? 'the items'}`),
    ),
    ...training.known.flatMap((known, k) =>
      knownFaults(
        facts,
        fact,
        known,
        ['training', 'known', k],
        [target, item, as, ...training.statics, ...training.known.slice(0, k).flatMap((it) => it.columns)],
      ),
    ),
  ];
}

function knownFaults(
  facts: readonly Fact[],
  target: Fact,
  known: Star['training']['known'][number],
  path: StarFault['path'],
  taken: readonly string[],
): StarFault[] {
  const others = facts.filter((it) => it !== target);
  const fact = others.find((it) => it.name === known.fact);
  if (!fact) {
    return unknownName(
      known.fact,
      others.map((it) => it.name),
      [...path, 'fact'],
      'the facts besides that of the target',
    );
  }
  const sameGrain = [...fact.grain].sort().join() === [...target.grain].sort().join();
  const measures = fact.columns.filter((it) => !fact.grain.includes(it.name) && numeric.includes(it.type.kind));
  return [
    ...(sameGrain
      ? []
      : [
          fault(
            [...path, 'fact'],
            `a fact by ${target.grain.join(', ')}, like ${target.name}`,
            `${fact.name}, by ${fact.grain.join(', ')}`,
          ),
        ]),
    ...known.columns.flatMap((it, c) => [
      ...unknownName(
        it,
        measures.map((m) => m.name),
        [...path, 'columns', c],
        `the numbers that ${fact.name} measures`,
      ),
      ...(taken.includes(it) || known.columns.indexOf(it) < c
        ? [fault([...path, 'columns', c], 'a name that nothing else in training has', it)]
        : []),
    ]),
  ];
}
