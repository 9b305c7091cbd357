import type { Grant } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { me, project } from '../../test/fixtures.ts';
import { firstPlace } from './first-place.ts';

const grant = (part: Partial<Grant>): Grant => ({
  ...{ role: 'viewer', domainId: project.domainId, domainUnitIds: [], projectId: project.id },
  ...{ group: null, persona: null },
  ...part,
});
const placeOf = (...grants: Grant[]) => firstPlace({ ...me, grants }, project).split('$projectId')[1];

it('begins at the place of the persona', () => {
  expect(placeOf(grant({ persona: 'analyst' }))).toBe('/forecasts');
  expect(placeOf(grant({ persona: 'data-engineer' }))).toBe('/files');
  expect(placeOf(grant({ persona: 'ml-engineer' }))).toBe('/training');
  expect(placeOf(grant({ persona: 'steward' }))).toBe('/catalog');
  expect(placeOf(grant({ persona: 'administrator' }))).toBe('');
  expect(placeOf()).toBe('');
});

it('takes what somebody is themselves in the project before what they are by a group or above it', () => {
  const owner = grant({ role: 'domain-owner', projectId: null, persona: 'administrator' });
  const group = grant({ group: 'Analysts', persona: 'analyst' });

  expect(placeOf(owner, group, grant({ persona: 'ml-engineer' }))).toBe('/training');
  expect(placeOf(owner, group)).toBe('/forecasts');
});

it('takes no persona from another project', () => {
  expect(placeOf(grant({ projectId: `prj_${'9'.repeat(32)}`, persona: 'analyst' }))).toBe('');
});
