import { type Fault, InvalidInput } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { inWordsOfOptions } from './option-faults.ts';

const given = { future: 'f.csv', job: 'job.json', fill: ['unit price:future=x', 'kind:middle=mean'], aggregate: [] };
const refusal = (...faults: Fault[]) => new InvalidInput('As the job has it.', 'Change it.', { faults });
const message = (error: unknown, over: object = {}) =>
  (inWordsOfOptions(error, { ...given, ...over }) as InvalidInput).message;

it('names the option that was typed, once for each fault', () => {
  const refused = refusal(
    { at: 'transformations.filling.unit price.futurefill_value', expected: 'a number', got: 'x' },
    { at: 'transformations.filling.kind.middlefill', expected: 'value, as for every category', got: 'mean' },
  );

  expect(inWordsOfOptions(refused, given)).toMatchObject({
    message:
      "--fill 'unit price:future=x': it must be zero, median, mean, min, max or a number, not x. --fill kind:middle=mean: it must be a value itself, as for every category, not mean.",
    faults: [],
  });
});

it('names the columns that there are, and the field of the job file where that is at fault', () => {
  const strange = refusal({ at: 'transformations.aggregation.z', expected: 'one of y, promo', got: 'z' });

  expect(message(strange)).toMatch(
    /^transformations\.aggregation\.z of job\.json: z is no column .* those are y, promo\.$/,
  );
  expect(message(strange, { aggregate: ['z=avg'] })).toMatch(
    /^--aggregate z=avg: z is no column .* those are y, promo\.$/,
  );
});

it('says how a missing value ahead is filled, by the name of its column', () => {
  const lacking = refusal({
    at: 'transformations.filling.unit price.futurefill',
    expected: 'what a missing value ahead becomes',
    got: 'nothing',
  });

  expect(inWordsOfOptions(lacking, given)).toMatchObject({
    message: 'As the job has it.',
    mend: expect.stringContaining("--fill 'unit price:future=HOW'"),
  });
});

it('leaves alone what no option says', () => {
  const foreign = refusal({ at: 'seed', expected: 'a whole number', got: '1.5' });

  expect(inWordsOfOptions(foreign, given)).toBe(foreign);
});
