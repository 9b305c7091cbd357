import type { ColumnType, Dimension, Fact, Source, Star, StarColumn } from '@tandem/data-model';
import { draftTraining } from './draft-training.ts';
import { type ItemGroup, itemGroups } from './item-groups.ts';
import { Names } from './names.ts';
import type { ProfiledColumn, ProfiledFile } from './profile-file.ts';
import type { Relations } from './relations.ts';
import { baseOf, type FactFile, type Roles } from './roles.ts';

/** A fact beside the file that it comes from, and the dimension of its items. */
export interface DraftedFact {
  readonly of: FactFile;
  readonly fact: Fact;
  readonly items: Dimension;
  /** Names of its columns that are neither grain nor reference, by column of the file. */
  readonly measures: ReadonlyMap<ProfiledColumn, string>;
}

export interface Draft {
  readonly star: Star;
  /** What becomes of each column of the files. */
  readonly uses: ReadonlyMap<ProfiledColumn, string>;
  readonly notes: readonly string[];
}

/** A column that is empty in more of its rows is left out: a column of a star has a value in every row. */
const shareThatMayBeEmpty = 0.05;

/** Makes a star of files whose roles are known. */
export async function draftStar(roles: Roles, relations: Relations): Promise<Draft> {
  const { calendar, dimensions: files, facts: factFiles } = roles;
  const groups = await itemGroups(factFiles, relations);
  const tables = new Names('table');
  const sourceNames = new Names('source');
  const uses = new Map<ProfiledColumn, string>();
  const types = keyTypes(roles, groups);
  const typeOf = (it: ProfiledColumn) => types.get(it) ?? it.type;
  const kept = (file: ProfiledFile, columns: readonly ProfiledColumn[]) =>
    columns.filter((it) => {
      const isKept = it.empty <= shareThatMayBeEmpty * file.rows;
      if (!isKept) uses.set(it, `left out: empty in ${it.empty} of ${file.rows} rows`);
      return isKept;
    });
  const use = (column: ProfiledColumn, text: string) => uses.set(column, text);
  const sources: Source[] = [];
  const dimensions: Dimension[] = [];

  const dimensionOf = (key: ProfiledColumn, others: readonly ProfiledColumn[], name: string) => {
    const names = new Names('column');
    const columns = [key, ...others].map((it) => ({ of: it, column: starColumn(names.take(it.name), typeOf(it)) }));
    const dimension: Dimension = {
      kind: 'dimension',
      name: tables.take(name),
      description: `One row for each ${columns[0]!.column.name}.`,
      key: columns[0]!.column.name,
      columns: columns.map((it) => it.column),
      physical: { redshift: { distribution: 'all', sortKey: [columns[0]!.column.name] } },
    };
    use(key, `key of ${dimension.name}`);
    for (const it of others) use(it, `attribute of ${dimension.name}`);
    dimensions.push(dimension);
    const origins = Object.fromEntries(columns.map(({ of, column }) => [column.name, { from: of.name }]));
    return { dimension, feed: { table: dimension.name, columns: origins } };
  };
  const sourceOf = (file: ProfiledFile, used: readonly ProfiledColumn[], feeds: Source['feeds']) => {
    const columns = file.columns.filter((it) => used.includes(it)).map((it) => ({ name: it.name, type: typeOf(it) }));
    sources.push({ name: sourceNames.take(baseOf(file)), description: `Files like ${file.name}`, columns, feeds });
  };

  const byFile = new Map<ProfiledFile, Dimension>();
  for (const { file, key } of [...(calendar ? [calendar] : []), ...files]) {
    const others = kept(
      file,
      file.columns.filter((it) => it !== key),
    );
    const { dimension, feed } = dimensionOf(key, others, dimensionName(baseOf(file)));
    if (calendar?.file === file && calendar.day !== key) {
      const day = dimension.columns[1 + others.indexOf(calendar.day)]!.name;
      dimensions[dimensions.length - 1] = { ...dimension, alternateKey: day };
      use(calendar.day, `the day, by which facts find ${dimension.name}`);
    }
    byFile.set(file, dimensions.at(-1)!);
    sourceOf(file, [key, ...others], [feed]);
  }

  const byGroup = new Map<ItemGroup, Dimension>();
  const drafted: DraftedFact[] = [];
  const ownersFirst = [...factFiles].sort((a, b) => Number(owned(b, groups)) - Number(owned(a, groups)));
  for (const of of ownersFirst) {
    const { file, item, day, references } = of;
    const feeds: Source['feeds'] = [];
    const used = new Set([item, day]);
    const group = groups.find((it) => it.facts.includes(of));
    if (group?.owner === of) {
      const attributes = kept(file, group.attributes);
      const { dimension, feed } = dimensionOf(item, attributes, dimensionName(group.name));
      byGroup.set(group, dimension);
      feeds.push({ ...feed, latestBy: day.name });
      for (const it of attributes) used.add(it);
    }
    const items = group ? byGroup.get(group)! : byFile.get(references.get(item)!.file)!;
    const inCalendar =
      calendar && (await relations.matches({ file, column: day }, { file: calendar.file, column: calendar.day }));
    const days = inCalendar ? byFile.get(calendar.file) : undefined;
    const names = new Names('column');
    const itemName = names.take(items.key);
    const dayName = names.take(days ? days.key : factFiles[0]!.day.name);
    const columns: StarColumn[] = [
      { ...starColumn(itemName, typeOf(item)), references: items.name },
      days
        ? { ...starColumn(dayName, days.columns.find((it) => it.name === days.key)!.type), references: days.name }
        : starColumn(dayName, { kind: 'date' }),
    ];
    const origins: Source['feeds'][number]['columns'] = {
      [itemName]: { from: item.name },
      [dayName]: days?.alternateKey ? { lookUp: days.name, by: day.name } : { from: day.name },
    };
    use(item, `the item, a reference to ${items.name}`);
    use(day, days ? `the day, a reference to ${days.name}` : 'the day');
    const measures = new Map<ProfiledColumn, string>();
    const factName = tables.take(baseOf(file));
    for (const column of kept(
      file,
      file.columns.filter((it) => !used.has(it)),
    )) {
      const name = names.take(column.name);
      const reference = references.get(column);
      const dimension = reference && byFile.get(reference.file);
      columns.push({ ...starColumn(name, typeOf(column)), ...(dimension ? { references: dimension.name } : {}) });
      origins[name] = { from: column.name };
      if (!dimension) measures.set(column, name);
      use(column, dimension ? `a reference to ${dimension.name}` : `measured in ${factName}`);
      used.add(column);
    }
    const fact: Fact = {
      kind: 'fact',
      name: factName,
      description: `One row for each ${itemName} and day.`,
      grain: [itemName, dayName],
      columns,
      physical: { redshift: { distribution: { key: itemName }, sortKey: [dayName] } },
    };
    drafted.push({ of, fact, items, measures });
    sourceOf(file, [...used], [...feeds, { table: fact.name, columns: origins }]);
  }

  const { training, notes } = await draftTraining(drafted, relations, uses);
  const star: Star = {
    name: `${training.fact}_star`.slice(-63).replace(/^[^a-z]+/, ''),
    dimensions,
    facts: drafted.map((it) => it.fact),
    sources,
    training,
    checks: sources.map(({ name }) => ({
      kind: 'row_count_drift' as const,
      severity: 'warning' as const,
      source: name,
      factor: 3,
      leastLoads: 3,
    })),
  };
  const repeated = factFiles
    .filter((it) => it.repeats > 0)
    .map(
      ({ file, item, day, repeats }) =>
        `${file.name} has ${repeats} rows whose ${item.name} and ${day.name} came before; a load keeps the first of each.`,
    );
  const left = roles.leftOut.map(({ file, why }) => `${file.name} is left out: ${why}.`);
  return { star, uses, notes: [...notes, ...repeated, ...left] };
}

const starColumn = (name: string, type: ColumnType): StarColumn => ({ name, type, description: '' });

const dimensionName = (base: string) => (/dim$/.test(base) ? base : `${base.replace(/s$/, '')}_dim`);

const owned = (fact: FactFile, groups: readonly ItemGroup[]) => groups.some((it) => it.owner === fact);

/** Columns that refer to each other must be of one type: text where any is, as long as the longest. */
function keyTypes({ dimensions, facts }: Roles, groups: readonly ItemGroup[]): Map<ProfiledColumn, ColumnType> {
  const alike = [
    ...dimensions.map((dimension) => [
      dimension.key,
      ...facts.flatMap(({ references }) =>
        [...references].flatMap(([column, to]) => (to === dimension ? [column] : [])),
      ),
    ]),
    ...groups.map((it) => it.facts.map((fact) => fact.item)),
  ];
  return new Map(
    alike.flatMap((columns) => {
      const texts = columns.flatMap(({ type }) => (type.kind === 'text' ? [type.length] : []));
      const type: ColumnType =
        texts.length > 0 ? { kind: 'text', length: Math.max(...texts, 20) } : { kind: 'integer' };
      return columns.map((it) => [it, type] as const);
    }),
  );
}
