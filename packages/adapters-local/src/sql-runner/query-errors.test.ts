import { expect, it } from 'vitest';
import { failedQuery, isHarmless } from './query-errors.ts';
import { type EngineFailure, engineFailure } from './query-protocol.ts';

/** As the binding throws an error of an engine whose errors are JSON. */
const thrown = (
  exception_type: string,
  exception_message = 'it did not work\nStack Trace:\n0 libduckdb',
): EngineFailure => engineFailure(new Error(`Failed: ${JSON.stringify({ exception_type, exception_message })}`));

it.each(['Parser', 'Binder', 'Catalog', 'Conversion', 'Invalid Input', 'Out of Range', 'Divide by Zero', 'Permission'])(
  'keeps an engine after an error of kind %s, which is of the statement',
  (type) => {
    expect(isHarmless(thrown(type))).toBe(true);
    expect(failedQuery('select 1', thrown(type))).toMatchObject({ code: 'INVALID_QUERY' });
  },
);

it.each(['INTERNAL', 'FATAL'])('takes %s for a fault of the engine, and its process away', (type) => {
  expect(isHarmless(thrown(type))).toBe(false);
  expect(failedQuery('select 1', thrown(type))).toMatchObject({
    code: 'UNAVAILABLE',
    message: 'The engine broke down over the query: it did not work',
    mend: expect.stringContaining('fresh process'),
    faults: [],
  });
});

it('takes the process away after a kind that it does not know, and after an error without one', () => {
  expect(isHarmless(thrown('Out of Memory'))).toBe(false);
  expect(isHarmless(thrown('Brand New'))).toBe(false);
  expect(isHarmless(engineFailure(new Error('segments')))).toBe(false);
});
