import type { DomainUnit } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { unitAndBelow, unitPaths, unitTree } from './unit-tree.ts';

const unit = (id: string, name: string, parentId: string | null): DomainUnit => ({
  ...{ id, name, parentId },
  ...{ domainId: 'dom_1', createdAt: '2026-11-23T09:00:00.000Z' },
});
const units = [
  unit('c', 'Stores', 'a'),
  unit('b', 'Finance', null),
  unit('a', 'Retail', null),
  unit('d', 'North', 'c'),
];

it('names each unit by its path, in the order of the tree', () => {
  expect(unitPaths(units).map(({ path }) => path)).toEqual([
    'Finance',
    'Retail',
    'Retail / Stores',
    'Retail / Stores / North',
  ]);
});

it('does not lose a unit whose parent is not shown', () => {
  expect(unitTree([unit('d', 'North', 'c')]).map((it) => it.unit.name)).toEqual(['North']);
});

it('knows that a unit cannot go below itself', () => {
  expect(unitAndBelow(units, 'a')).toEqual(['a', 'c', 'd']);
  expect(unitAndBelow(units, 'b')).toEqual(['b']);
});
