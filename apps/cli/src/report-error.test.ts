import { InvalidQuery } from '@tandem/data-model';
import { expect, it, vi } from 'vitest';
import { reportError } from './report-error.ts';
import { Stopped } from './stopped.ts';

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

it('ends with 70 for a fault of its own, and with 130 where a person stopped it', () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();

  expect(reportError(new TypeError('x is no function'))).toBe(70);
  expect(reportError(new Stopped())).toBe(130);
  expect(said.mock.calls.map(([text]) => text)).toEqual(['This is a fault of Tandem:', 'Stopped before it was done.']);
  said.mockRestore();
});
