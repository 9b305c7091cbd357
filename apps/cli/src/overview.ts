import type { Overview } from '@tandem/data-model/contract';
import { aligned } from './terminal/aligned.ts';

/** The project, its resources, and the steps, each with its figures as `read 3,581`. */
export function overviewText({ project, steps }: Overview): string {
  const resources = project.steps.map((it) => [it.name, it.state, it.detail]);
  const flow = steps.map(({ step, state, figures, error }) => [
    step,
    state,
    error?.detail ??
      Object.entries(figures)
        .map(([name, value]) => `${name} ${figure.format(value)}`)
        .join(', '),
  ]);
  return `${[
    `${project.name}, ${project.state}, catalog ${project.catalogName} (${project.id})`,
    aligned([['resource', 'state', ''], ...resources], 3),
    aligned([['step', 'state', ''], ...flow], 3),
  ].join('\n\n')}\n`;
}

const figure = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
