import type { BlueprintUse } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { checkOverrides, differences, resolveBlueprints } from './blueprint-parameters.ts';

const profile: BlueprintUse[] = [
  { blueprint: 'Tooling', parameters: {} },
  { blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } },
];

it('lets a project say what its profile leaves open', () => {
  const overrides: BlueprintUse[] = [{ blueprint: 'RedshiftServerless', parameters: { warehouseThreads: 2 } }];

  checkOverrides(profile, overrides);

  expect(resolveBlueprints(profile, overrides)).toEqual([
    { blueprint: 'Tooling', parameters: {} },
    { blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8, warehouseThreads: 2 } },
  ]);
});

it('lets the profile stand where a later version says what the project said', () => {
  const overrides: BlueprintUse[] = [{ blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 16 } }];

  expect(resolveBlueprints(profile, overrides)[1]!.parameters).toEqual({ redshiftBaseCapacity: 8 });
});

it.each([
  [
    { blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 512 } },
    'body.overrides.0.parameters.redshiftBaseCapacity must be 8, as the profile has it; it is 512.',
  ],
  [
    { blueprint: 'MLExperiments', parameters: {} },
    'body.overrides.0.blueprint must be one of Tooling, RedshiftServerless; it is MLExperiments.',
  ],
] satisfies [BlueprintUse, string][])('refuses %j', (override, fault) => {
  expect(() => checkOverrides(profile, [override])).toThrow(fault);
});

it('tells in what blueprints differ', () => {
  const project: BlueprintUse[] = [
    { blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 4, warehouseThreads: 1 } },
    { blueprint: 'MLExperiments', parameters: {} },
  ];

  expect(differences(project, profile)).toEqual([
    { blueprint: 'Tooling', parameter: null, project: null, profile: 'Tooling' },
    { blueprint: 'RedshiftServerless', parameter: 'redshiftBaseCapacity', project: 4, profile: 8 },
    { blueprint: 'RedshiftServerless', parameter: 'warehouseThreads', project: 1, profile: null },
    { blueprint: 'MLExperiments', parameter: null, project: 'MLExperiments', profile: null },
  ]);
  expect(differences(profile, profile)).toEqual([]);
});
