import { expect, it } from 'vitest';
import { BlueprintUse, BlueprintUses } from './blueprints.ts';
import { schemaFaults } from './schema-faults.ts';

const capacity = (redshiftBaseCapacity: unknown) => ({
  blueprint: 'RedshiftServerless',
  parameters: { redshiftBaseCapacity },
});
const faultsOf = (value: unknown) => {
  const { error } = BlueprintUse.safeParse(value, { reportInput: true });
  return schemaFaults(BlueprintUse, error?.issues ?? []).map((it) => `${it.at}: ${it.expected}, not ${it.got}`);
};

it.each([4, 8, 16, 512, 544, 1024])('takes a base capacity of %i', (rpus) => {
  expect(BlueprintUse.parse(capacity(rpus))).toEqual(capacity(rpus));
});

it.each([
  [9, '4, a multiple of 8 up to 512 or of 32 up to 1024, such as 8'],
  [520, '4, a multiple of 8 up to 512 or of 32 up to 1024, such as 512'],
  ['8', 'a number'],
])('refuses a base capacity of %j and says what fits', (given, expected) => {
  expect(faultsOf(capacity(given))).toEqual([
    `parameters.redshiftBaseCapacity: ${expected}, not ${JSON.stringify(given)}`,
  ]);
});

it('names a parameter that a blueprint does not have, and a bound below its base', () => {
  expect(faultsOf({ blueprint: 'Tooling', parameters: { redshiftBaseCapacity: 8 } })).toEqual([
    'parameters: no such field, not "redshiftBaseCapacity"',
  ]);
  const parameters = { redshiftBaseCapacity: 16, redshiftMaxCapacity: 8 };
  expect(faultsOf({ blueprint: 'RedshiftServerless', parameters })).toEqual([
    'parameters.redshiftMaxCapacity: at least redshiftBaseCapacity, 16, not 8',
  ]);
});

it('takes each blueprint once', () => {
  const twice = [
    { blueprint: 'Tooling', parameters: {} },
    { blueprint: 'Tooling', parameters: {} },
  ];

  expect(BlueprintUses.safeParse(twice).error?.issues.map((it) => it.message)).toEqual(['each blueprint once']);
});
