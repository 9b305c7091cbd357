import type { StarProposal } from '@tandem/data-model/contract';
import { aligned } from './terminal/aligned.ts';
import { count, percent } from './terminal/numbers.ts';

/** What speaks for a proposal, as text: each file and what its columns were taken for, references, what to decide. */
export function evidenceText({ files, references, notes }: StarProposal): string {
  const parts = files.map(({ name, role, why, columns }) => {
    const rows = columns.map(({ values, parses, ...it }) => [
      `  ${it.name}`,
      it.type,
      it.use,
      it.samples.join(', ').slice(0, 48),
      count(it.distinct),
      count(it.empty),
      values === 0 ? '' : percent(shareOf(it.type, parses)),
    ]);
    const head = ['  column', 'type', 'use', 'values, such as', 'distinct', 'empty', 'parse'];
    return `${name}: ${role}; ${why}\n${aligned([head, ...rows], 4)}`;
  });
  const found = references.map(
    (it) => `${it.from} names ${it.to}: ${count(it.matched)} of ${count(it.values)} values are there`,
  );
  return `${[...parts, ...(found.length > 0 ? [found.join('\n')] : []), ...notes].join('\n\n')}\n`;
}

/** Share of the values that have the form of the type that was taken. */
function shareOf(type: string, parses: StarProposal['files'][number]['columns'][number]['parses']): number {
  const [kind = ''] = type.split('(');
  return kind in parses ? parses[kind as keyof typeof parses] : 1;
}
