import { expect, it } from 'vitest';
import { clientTokens } from './client-tokens.ts';

it('gives a run that starts again the tokens it had, whatever the order of statements', () => {
  const [first, again] = [clientTokens('lod_1/1'), clientTokens('lod_1/1')];

  const before = [first(['a'])(1), first(['b'])(1), first(['a'])(1)];
  const b = again(['b'])(1);

  expect([again(['a'])(1), b, again(['a'])(1)]).toEqual(before);
  expect(new Set(before).size).toBe(3);
});

it('gives another run, attempt, list or statement another token, of a length that the service takes', () => {
  const of = (run: string, sqls: string[], attempt: number) => clientTokens(run)(sqls)(attempt);

  const tokens = [of('r', ['a'], 1), of('s', ['a'], 1), of('r', ['a'], 2), of('r', ['a', 'b'], 1), of('r', ['a b'], 1)];

  expect(new Set(tokens).size).toBe(tokens.length);
  expect(tokens[0]).toMatch(/^[0-9a-f]{64}$/);
});
