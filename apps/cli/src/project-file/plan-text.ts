import { isToDo, type Step } from '@tandem/data-model/project-file';
import { aligned } from '../terminal/aligned.ts';
import { counted } from '../terminal/numbers.ts';
import { shownText } from '../terminal/shown-text.ts';

const marks = { create: '+', change: '~', continue: '…', wait: '.', keep: ' ', refuse: '!' } as const;
const mostShown = 20;

/** A plan as a person reads it: each thing with what becomes of it, and below it what differs. */
export function planText(steps: readonly Step[]): string {
  const heads = aligned(
    steps.map(({ change, noun, name }) => [`${marks[change]} ${change}`, noun, name]),
    3,
  ).split('\n');
  const lines = steps.flatMap(({ why, differences }, n) => [
    heads[n]!,
    ...(why ? [`    ${shownText(why)}`] : []),
    ...differences.slice(0, mostShown).map((it) => `    ${shownText(`${it.at}: ${it.before} -> ${it.after}`)}`),
    ...(differences.length > mostShown ? [`    and ${differences.length - mostShown} more`] : []),
  ]);
  return `${lines.join('\n')}\n${summary(steps)}\n`;
}

function summary(steps: readonly Step[]): string {
  const of = (change: Step['change']) => steps.filter((it) => it.change === change).length;
  const refused = of('refuse');
  if (refused > 0) return `${counted(refused, 'thing')} cannot become what the file says; nothing is done.`;
  const waiting = of('wait');
  const rest = waiting > 0 ? ` ${counted(waiting, 'thing')} must wait.` : '';
  return steps.some(isToDo)
    ? `${of('create')} to create, ${of('change')} to change, ${of('continue')} to wait for, ${of('keep')} left.${rest}`
    : `Everything that can be done is done.${rest}`;
}
