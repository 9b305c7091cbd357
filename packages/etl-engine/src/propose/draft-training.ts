import { InvalidInput, type Star } from '@tandem/data-model';
import type { DraftedFact } from './draft-star.ts';
import type { ProfiledColumn } from './profile-file.ts';
import type { Relations } from './relations.ts';

/** The days from one row to the next, at least, at which a series is taken to step by so much. */
const steps = [
  { days: 350, frequency: 'Y' },
  { days: 85, frequency: 'Q' },
  { days: 27, frequency: 'M' },
  { days: 6, frequency: 'W' },
] as const;

/**
 * What is forecast: an amount of the fact that ends first, the one with the most different values. What other facts
 * have of the days after that is known ahead.
 */
export async function draftTraining(
  facts: readonly DraftedFact[],
  relations: Relations,
  uses: Map<ProfiledColumn, string>,
): Promise<{ readonly training: Star['training']; readonly notes: string[] }> {
  const lastDays = new Map<DraftedFact, string>();
  for (const fact of facts) lastDays.set(fact, await relations.lastDay(fact.of.file, fact.of.day));
  const lastDay = (it: DraftedFact) => lastDays.get(it)!;
  const candidates = facts
    .flatMap((of) => [...of.measures].map(([column, name]) => ({ of, column, name })))
    .filter(({ column }) => isNumber(column))
    .sort(
      (a, b) =>
        rank(a.column) - rank(b.column) ||
        lastDay(a.of).localeCompare(lastDay(b.of)) ||
        b.column.distinct - a.column.distinct,
    );
  const [target] = candidates;
  if (!target) {
    throw new InvalidInput(
      `Nothing in ${facts.map((it) => it.of.file.name).join(', ')} could be forecast: no column beside item and day is a number.`,
      'Give a file with a column of numbers; plain ones, such as 1234.50, without units.',
    );
  }
  const { of } = target;
  const [item, time] = of.fact.grain as [string, string];
  const gap = await relations.usualGap(of.of.file, of.of.day);
  const as = asName(of, target.name);
  const taken = new Set([target.name, item, as]);
  const known = facts
    .filter((it) => it !== of && it.fact.grain.join() === of.fact.grain.join() && it.items === of.items)
    .filter((it) => lastDay(it) > lastDay(of))
    .map((it) => {
      const columns = [...it.measures].filter(([column, name]) => isNumber(column) && !taken.has(name));
      for (const [column, name] of columns) {
        taken.add(name);
        uses.set(column, `known ahead, in ${it.fact.name}`);
      }
      return { fact: it.fact.name, columns: columns.map(([, name]) => name), fill: 0 };
    })
    .filter((it) => it.columns.length > 0);
  uses.set(target.column, `the target, in ${of.fact.name}`);
  const statics = of.items.columns.filter(
    (it) => it.name !== of.items.key && it.type.kind !== 'date' && !taken.has(it.name),
  );
  const others = candidates.filter((it) => it.of === of && it !== target).map((it) => it.name);
  return {
    training: {
      fact: of.fact.name,
      target: target.name,
      item,
      time,
      as,
      frequency: steps.find((it) => gap >= it.days)?.frequency ?? 'D',
      known,
      statics: statics.map((it) => it.name),
    },
    notes: [
      `${target.name} is taken as what is forecast${others.length > 0 ? `, not ${others.join(', ')}` : ''}; say otherwise in training.target.`,
      ...(known.length > 0
        ? []
        : ['No file knows anything of days after the last one of the target, so nothing is taken as known ahead.']),
    ],
  };
}

const isNumber = ({ type }: ProfiledColumn) => ['integer', 'decimal', 'flag'].includes(type.kind);

/** Amounts before counts before flags. */
const rank = ({ type }: ProfiledColumn) => ['decimal', 'integer', 'flag'].indexOf(type.kind);

/** What the day is called in the file; a key column's name is no name of a day. */
function asName({ of, fact, items }: DraftedFact, target: string): string {
  const name = of.day.name.replace(/[^a-z0-9_]/g, '');
  return /^[a-z]/.test(name) && ![target, items.key, fact.grain[0]].includes(name) ? name.slice(0, 63) : 'day';
}
