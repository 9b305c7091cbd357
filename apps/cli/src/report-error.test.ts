import { InvalidQuery } from '@tandem/data-model';
import { expect, it, vi } from 'vitest';
import { reportError } from './report-error.ts';

it('spells out what a name or a statement would tell the terminal, and keeps the lines of a sentence', () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  const faults = [{ at: 'sql', expected: 'one SELECT', got: '\u001b[2J\n' }];

  const code = reportError(new InvalidQuery('Syntax error at "\u001b[31m"', 'Headers:\n  a,b', { faults }));

  expect(code).toBe(1);
  expect(said.mock.calls).toEqual([
    ['Syntax error at "\\u001b[31m"'],
    ['  sql: expected one SELECT, got \\u001b[2J\\n'],
    ['Headers:\n  a,b'],
  ]);
  said.mockRestore();
});
