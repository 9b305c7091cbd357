import { feedFaults } from './feed-faults.ts';
import { type Source, type Star, tablesOf } from './star.ts';
import { fault, repeated, type StarFault, typeInWords } from './table-faults.ts';

/** Faults of sources: what they hold, how they are told apart, and what they feed in which order. */
export function sourceFaults(star: Star): StarFault[] {
  const { sources } = star;
  return [
    ...repeated(
      sources.map((it) => it.name),
      ['sources'],
      'a name that no other source has',
    ),
    ...sources.flatMap((source, s) => [
      ...columnFaults(source, ['sources', s]),
      ...headerFault(sources, s),
      ...orderFaults(star, s),
      ...source.feeds.flatMap((feed, f) => feedFaults(star, source, feed, ['sources', s, 'feeds', f])),
    ]),
    ...fedOnce(star),
  ];
}

function columnFaults({ name, columns }: Source, path: StarFault['path']): StarFault[] {
  return [
    ...repeated(
      columns.map((it) => it.name),
      [...path, 'columns'],
      `a name that no other column of ${name} has`,
    ),
    ...columns.flatMap(({ type, range }, c) => {
      if (!range) return [];
      const at = [...path, 'columns', c, 'range'];
      if (!['smallint', 'integer', 'decimal'].includes(type.kind))
        return [fault(at, 'no range: only smallint, integer and decimal have one', typeInWords(type))];
      return range.min <= range.max ? [] : [fault(at, 'min at most max', `${range.min} and ${range.max}`)];
    }),
    ...columns.flatMap(({ type }, c) =>
      type.kind === 'timestamp'
        ? [fault([...path, 'columns', c, 'type'], 'date: files hold days, such as 2026-11-23', 'timestamp')]
        : [],
    ),
  ];
}

function headerFault(sources: readonly Source[], s: number): StarFault[] {
  const header = ({ columns }: Source) =>
    columns
      .map((it) => it.name)
      .sort()
      .join();
  const other = sources.slice(0, s).find((it) => header(it) === header(sources[s]!));
  if (!other) return [];
  const expected = `a header unlike that of ${other.name}: files are told apart by their columns alone`;
  return [fault(['sources', s, 'columns'], expected, header(sources[s]!).replaceAll(',', ', '))];
}

/** One load may bring all files, and takes them in the order of their sources: what is referred to comes first. */
function orderFaults(star: Star, s: number): StarFault[] {
  const { sources } = star;
  const source = sources[s]!;
  const own = new Set(source.feeds.map((it) => it.table));
  const needed = source.feeds.flatMap((feed) => [
    ...Object.values(feed.columns).flatMap((it) => ('lookUp' in it ? [it.lookUp] : [])),
    ...(tablesOf(star).find((it) => it.name === feed.table)?.columns ?? []).flatMap((it) => it.references ?? []),
  ]);
  return [...new Set(needed)]
    .filter((it) => !own.has(it))
    .flatMap((dimension) => {
      const feeder = sources.findIndex((it) => it.feeds.some((feed) => feed.table === dimension));
      if (feeder < s) return [];
      const name = sources[feeder]!.name;
      return [fault(['sources', s], `${source.name} after ${name}, which brings ${dimension}`, 'the other order')];
    });
}

function fedOnce(star: Star): StarFault[] {
  const lists = { dimensions: star.dimensions, facts: star.facts };
  return Object.entries(lists).flatMap(([kind, tables]) =>
    tables.flatMap(({ name }, t) => {
      const feeders = star.sources.flatMap((it) => it.feeds.filter((feed) => feed.table === name).map(() => it.name));
      if (feeders.length === 1) return [];
      const got = feeders.length === 0 ? 'none' : feeders.join(', ');
      return [fault([kind, t, 'name'], `exactly one feed of a source for ${name}`, got)];
    }),
  );
}
