import * as errors from '@tandem/data-model';
import { expect, it } from 'vitest';
import { problemCodes } from './problem-codes.ts';

it('has words for every code that the product refuses with', () => {
  const classes = Object.values(errors).filter(
    (it) => typeof it === 'function' && it.prototype instanceof errors.KnownError && it !== errors.ForwardedError,
  ) as unknown as (new (
    ...args: unknown[]
  ) => errors.KnownError)[];
  const codes = classes.map((it) => new it('', '', {}).code);

  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((it) => !(problemCodes as readonly string[]).includes(it))).toEqual([]);
});
