import { type Dimension, type Frequency, keepsHistory, type Star, type StarColumn, tablesOf } from '@tandem/data-model';
import type { ColumnFilling, TrainingJob } from '@tandem/data-model/contract';
import { identifier } from '@tandem/sql';
import type { CovariateColumn, FrameSource } from './frame-source.ts';

/** What a job may say of the columns of a star. */
export type StarColumns = Pick<TrainingJob, 'transformations' | 'featureDataTypes'>;

const asTheyAre: StarColumns = { transformations: { filling: {}, aggregation: {} }, featureDataTypes: {} };

/**
 * The frame of a star's training view. A fact row without a row of known covariates keeps its place (an inner join
 * would lose it) with the view's fill value, unless the job says how that column is filled. Rows of the first known fact after the last fact row of all are the future:
 * they announce which items trade on which days.
 */
export function starFrame(
  star: Star,
  frequency: Frequency,
  { transformations, featureDataTypes }: StarColumns = asTheyAre,
): FrameSource {
  const { training } = star;
  const { filling } = transformations;
  const fact = tableOf(star, training.fact);
  const items = dimensionOf(star, fact.columns, training.item);
  const grain = [training.item, training.time];
  const table = (name: string) => `${identifier(star.name)}.${identifier(name)}`;
  const { timestamp, joinCalendar } = clock(star, fact.columns);
  const onGrain = (a: string, b: string) =>
    grain.map((it) => `${a}.${identifier(it)} = ${b}.${identifier(it)}`).join(' and ');

  const known = training.known.flatMap(({ fact: name, columns, fill }, k) =>
    columns.map((column) => ({
      ...covariate(tableOf(star, name).columns, column, featureDataTypes),
      fill,
      alias: `k${k}`,
    })),
  );
  const values = known
    .map((it) => {
      const value = `${it.alias}.${identifier(it.name)}`;
      return `, ${filling[it.name] ? value : `coalesce(${value}, ${it.fill})`} as ${identifier(it.column)}`;
    })
    .join('');
  const joins = (from: string, facts: typeof training.known) =>
    facts.map((it) => {
      const alias = `k${training.known.indexOf(it)}`;
      return `left join ${table(it.fact)} ${alias} on ${onGrain(alias, from)}`;
    });
  const item = (alias: string) => `cast(${alias}.${identifier(training.item)} as varchar) as item`;

  const history = `(select ${item('f')}, ${timestamp('f')} as ts, f.${identifier(training.target)} as target ${values}
    from ${table(training.fact)} f ${joinCalendar('f')} ${joins('f', training.known).join(' ')})`;
  const [announced, ...others] = training.known;
  const lastDay = `(select max(${timestamp('f')}) from ${table(training.fact)} f ${joinCalendar('f')})`;
  const future = announced
    ? `(select ${item('k0')}, ${timestamp('k0')} as ts ${values}
        from ${table(announced.fact)} k0 ${joinCalendar('k0')} ${joins('k0', others).join(' ')} where ${timestamp('k0')} > ${lastDay})`
    : undefined;
  const statics = training.statics.map((it) => covariate(items.columns, it, featureDataTypes));
  const attributes = statics.map((it) => `, ${identifier(it.name)} as ${identifier(it.column)}`).join('');
  return {
    frequency,
    history,
    ...(future ? { future } : {}),
    statics: {
      relation: `(select cast(${identifier(items.key)} as varchar) as item ${attributes} from ${table(items.name)}${keepsHistory(items) ? ' where is_current = 1' : ''})`,
      columns: statics,
    },
    targetName: training.target,
    known: known.map(({ name, column, kind }) => ({ name, column, kind })),
    past: [],
    transformations: {
      ...transformations,
      filling: {
        ...filling,
        ...Object.fromEntries(
          known.flatMap(({ name, fill }) => {
            const declared = filling[name];
            return declared ? [[name, { ...filledWith(fill, declared), ...declared }]] : [];
          }),
        ),
      },
    },
    end: 'common',
  };
}

/** Stretches of which a job says nothing keep the view's value. */
function filledWith(fill: number, declared: ColumnFilling): ColumnFilling {
  const text = String(fill);
  return {
    ...(declared.middlefill ? {} : { middlefill: 'value', middlefill_value: text }),
    ...(declared.backfill ? {} : { backfill: 'value', backfill_value: text }),
    ...(declared.futurefill ? {} : { futurefill: 'value', futurefill_value: text }),
  };
}

function tableOf(star: Star, name: string) {
  const table = tablesOf(star).find((it) => it.name === name);
  if (!table) throw new Error(`the star ${star.name} has no table ${name}`);
  return table;
}

/** How the rows of a fact get their timestamp: from the calendar that they refer to, or from themselves. */
function clock(star: Star, columns: readonly StarColumn[]) {
  const time = identifier(star.training.time);
  const kept = columns.find((it) => it.name === star.training.time);
  if (kept && kept.references === undefined) {
    return { timestamp: (alias: string) => `cast(${alias}.${time} as timestamp)`, joinCalendar: () => '' };
  }
  const { name, key, alternateKey } = dimensionOf(star, columns, star.training.time);
  const calendar = `${identifier(star.name)}.${identifier(name)}`;
  return {
    timestamp: () => `d.${identifier(alternateKey ?? key)}`,
    joinCalendar: (alias: string) => `join ${calendar} d on d.${identifier(key)} = ${alias}.${time}`,
  };
}

function dimensionOf(star: Star, columns: readonly StarColumn[], column: string): Dimension {
  const name = columns.find((it) => it.name === column)?.references;
  const dimension = star.dimensions.find((it) => it.name === name);
  if (!dimension) throw new Error(`column ${column} of the star ${star.name} references no dimension`);
  return dimension;
}

function covariate(
  columns: readonly StarColumn[],
  name: string,
  declared: StarColumns['featureDataTypes'],
): CovariateColumn {
  const type = columns.find((it) => it.name === name)?.type;
  if (!type) throw new Error(`the star has no column ${name}`);
  const isCategory = type.kind === 'text' || declared[name] === 'categorical';
  return { name, column: `x_${name}`, kind: isCategory ? 'category' : 'numeric' };
}
