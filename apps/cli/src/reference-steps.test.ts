import { readFileSync } from 'node:fs';
import { type Operation, operations } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { verbOf } from './contract-verbs/verb-of.ts';
import { createProgram } from './program.ts';

const at = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const rows = at('docs/reference-steps.md')
  .split('\n')
  .filter((it) => /^\| [\w -]+ \d+ \|/.test(it))
  .map((it) => it.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .map(([, step = '', , verb = '', operation = '', page = '']) => ({ step, verb, operation, page }));
const isSaid = (it: string) => it !== '—';

it('has every step of the reference once, in order', () => {
  const parts = { administrator: 19, 'data engineer': 7, 'ML engineer': 11, 'clean-up': 4 };

  expect(rows.map((it) => it.step)).toEqual(
    Object.entries(parts).flatMap(([who, steps]) => Array.from({ length: steps }, (_, n) => `${who} ${n + 1}`)),
  );
});

it('names verbs, operations and pages that there are', () => {
  const program = createProgram([]);
  const isVerb = (words: string) =>
    words
      .split(' ')
      .reduce<typeof program | undefined>((in_, word) => in_?.commands.find((it) => it.name() === word), program);
  const paths = at('apps/admin-ui/src/app/router.tsx');

  expect(rows.map((it) => it.verb).filter((it) => isSaid(it) && !isVerb(it))).toEqual([]);
  expect(rows.map((it) => it.operation).filter((it) => isSaid(it) && !(it in operations))).toEqual([]);
  expect(rows.map((it) => it.page).filter((it) => isSaid(it) && !paths.includes(`path: '${it}'`))).toEqual([]);
});

it('names for each operation its own verb, but for those that do more', () => {
  const table: Readonly<Record<string, Operation>> = operations;
  const others = rows.filter(
    ({ verb, operation }) => isSaid(operation) && verbOf(table[operation]!).join(' ') !== verb,
  );

  expect(others.map((it) => it.verb)).toEqual(['mcp', 'uploads add', 'load']);
});
