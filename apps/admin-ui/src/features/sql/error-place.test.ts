import { ApiError } from '@tandem/client';
import { expect, it } from 'vitest';
import { errorPlace, rangeAt } from './error-place.ts';

const refusal = (at: string) =>
  new ApiError({
    ...{ type: '', title: '', status: 400, code: 'INVALID_QUERY', detail: '', mend: '', requestId: '' },
    faults: [{ at, expected: 'city', got: 'Binder error' }],
  });

it('reads the place that the API names, and none where it names none', () => {
  expect(errorPlace(refusal('line 2, column 14'))).toEqual({ line: 2, column: 14 });
  expect(errorPlace(refusal('sql'))).toBeUndefined();
  expect(errorPlace(new Error('line 2, column 14'))).toBeUndefined();
});

it('marks the whole word at a place, whose column counts characters and not their halves', () => {
  const text = 'select 1,\n  "𝕏", citty\nfrom store_dim';
  const marked = (line: number, column: number) => {
    const { from, to } = rangeAt(text, { line, column });
    return text.slice(from, to);
  };

  expect([marked(2, 3), marked(2, 8), marked(3, 6), marked(1, 9)]).toEqual(['"𝕏"', 'citty', 'store_dim', ',']);
});

it('marks the last character where the text has ended', () => {
  expect(rangeAt('select (1', { line: 1, column: 10 })).toEqual({ from: 8, to: 9 });
  expect(rangeAt('', { line: 1, column: 1 })).toEqual({ from: 0, to: 0 });
});
