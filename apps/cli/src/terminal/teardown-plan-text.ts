import type { TeardownPlan } from '@tandem/data-model/contract';
import { count } from './numbers.ts';
import { shownLines } from './shown-text.ts';

/** Each place in its order, with what is done there and what it holds. */
export function teardownPlanText({ projectId, name, steps, bytes }: TeardownPlan): string {
  const places = steps.map(({ place, does, holdings }) => {
    const held = holdings.filter((it) => it.count > 0);
    const said = held.map((it) => `${it.name} ${count(it.count)}${it.bytes ? ` (${count(it.bytes)} bytes)` : ''}`);
    return `${place}: ${does}\n  ${said.join(', ') || 'nothing there'}`;
  });
  return shownLines([`${name} (${projectId}), ${count(bytes)} bytes to be freed`, '', ...places, ''].join('\n'));
}
