import { type Dimension, type Frequency, type Star, type StarColumn, tablesOf } from '@tandem/data-model';
import { identifier } from '@tandem/sql';
import type { CovariateColumn, FrameSource } from './frame-source.ts';

/**
 * The frame of a star's training view. A fact row without a row of known covariates keeps its place with the view's
 * fill value (an inner join would lose it). Rows of the first known fact after the last fact row of all are the future:
 * they announce which items trade on which days.
 */
export function starFrame(star: Star, frequency: Frequency): FrameSource {
  const { training } = star;
  const fact = tableOf(star, training.fact);
  const items = dimensionOf(star, fact.columns, training.item);
  const calendar = dimensionOf(star, fact.columns, training.time);
  const grain = [training.item, training.time];
  const table = (name: string) => `${identifier(star.name)}.${identifier(name)}`;
  const timestamp = `d.${identifier(calendar.alternateKey ?? calendar.key)}`;
  const joinCalendar = (alias: string) =>
    `join ${table(calendar.name)} d on d.${identifier(calendar.key)} = ${alias}.${identifier(training.time)}`;
  const onGrain = (a: string, b: string) =>
    grain.map((it) => `${a}.${identifier(it)} = ${b}.${identifier(it)}`).join(' and ');

  const known = training.known.flatMap(({ fact: name, columns, fill }, k) =>
    columns.map((column) => ({ ...covariate(tableOf(star, name).columns, column), fill, alias: `k${k}` })),
  );
  const values = known
    .map((it) => `, coalesce(${it.alias}.${identifier(it.name)}, ${it.fill}) as ${identifier(it.column)}`)
    .join('');
  const joins = (from: string, facts: typeof training.known) =>
    facts.map((it) => {
      const alias = `k${training.known.indexOf(it)}`;
      return `left join ${table(it.fact)} ${alias} on ${onGrain(alias, from)}`;
    });
  const item = (alias: string) => `cast(${alias}.${identifier(training.item)} as varchar) as item`;

  const history = `(select ${item('f')}, ${timestamp} as ts, f.${identifier(training.target)} as target ${values}
    from ${table(training.fact)} f ${joinCalendar('f')} ${joins('f', training.known).join(' ')})`;
  const [announced, ...others] = training.known;
  const lastDay = `(select max(${timestamp}) from ${table(training.fact)} f ${joinCalendar('f')})`;
  const future = announced
    ? `(select ${item('k0')}, ${timestamp} as ts ${values}
        from ${table(announced.fact)} k0 ${joinCalendar('k0')} ${joins('k0', others).join(' ')} where ${timestamp} > ${lastDay})`
    : undefined;
  const statics = training.statics.map((it) => covariate(items.columns, it));
  const attributes = statics.map((it) => `, ${identifier(it.name)} as ${identifier(it.column)}`).join('');
  return {
    frequency,
    history,
    ...(future ? { future } : {}),
    statics: {
      relation: `(select cast(${identifier(items.key)} as varchar) as item ${attributes} from ${table(items.name)})`,
      columns: statics,
    },
    known: known.map(({ name, column, kind }) => ({ name, column, kind })),
    past: [],
    end: 'common',
  };
}

function tableOf(star: Star, name: string) {
  const table = tablesOf(star).find((it) => it.name === name);
  if (!table) throw new Error(`the star ${star.name} has no table ${name}`);
  return table;
}

function dimensionOf(star: Star, columns: readonly StarColumn[], column: string): Dimension {
  const name = columns.find((it) => it.name === column)?.references;
  const dimension = star.dimensions.find((it) => it.name === name);
  if (!dimension) throw new Error(`column ${column} of the star ${star.name} references no dimension`);
  return dimension;
}

function covariate(columns: readonly StarColumn[], name: string): CovariateColumn {
  const type = columns.find((it) => it.name === name)?.type;
  if (!type) throw new Error(`the star has no column ${name}`);
  return { name, column: `x_${name}`, kind: type.kind === 'text' ? 'category' : 'numeric' };
}
