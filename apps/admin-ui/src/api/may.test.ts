import type { Grant, Principal } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { me as administrator, project } from '../../test/fixtures.ts';
import { mayOnDomain, mayOnPeople, mayOnProject } from './may.ts';

const { domainId } = project;
const unit = `dmu_${'1'.repeat(32)}`;
const grant = (part: Partial<Grant>): Grant => ({
  ...{ role: 'viewer', domainId, domainUnitIds: [], projectId: null, group: null, persona: null },
  ...part,
});
const somebody = (...grants: Grant[]): Principal => ({
  ...administrator,
  isAdministrator: false,
  domainIds: [domainId],
  grants,
});

it('offers what the role has on its own project, and nothing on another', () => {
  const viewer = somebody(grant({ projectId: project.id }));

  expect(mayOnProject(viewer, 'read', project)).toBe(true);
  expect(mayOnProject(viewer, 'operate', project)).toBe(false);
  expect(mayOnProject(viewer, 'read', { ...project, id: `prj_${'9'.repeat(32)}` })).toBe(false);
});

it('takes owners of the domain, and of the unit that the project is in, for owners of the project', () => {
  const ofUnit = somebody(grant({ role: 'domain-unit-owner', domainUnitIds: [unit] }));

  expect(mayOnProject(somebody(grant({ role: 'domain-owner' })), 'manage', project)).toBe(true);
  expect(mayOnProject(ofUnit, 'manage', { ...project, domainUnitId: unit })).toBe(true);
  expect(mayOnProject(ofUnit, 'read', project)).toBe(false);
});

it('lets an owner of a unit manage that unit, and the domain not', () => {
  const ofUnit = somebody(grant({ role: 'domain-unit-owner', domainUnitIds: [unit] }));

  expect(mayOnDomain(ofUnit, 'manage', domainId, unit)).toBe(true);
  expect(mayOnDomain(ofUnit, 'manage', domainId)).toBe(false);
  expect(mayOnDomain(ofUnit, 'read', domainId)).toBe(true);
  expect(mayOnPeople(ofUnit, domainId)).toBe(true);
});

it('offers the people of a domain neither to members of its projects nor to owners of another', () => {
  const member = somebody(grant({ role: 'project-owner', projectId: project.id }));
  const stranger = { ...somebody(grant({ role: 'domain-owner', domainId: `dom_${'9'.repeat(32)}` })), domainIds: [] };

  expect([mayOnPeople(member, domainId), mayOnPeople(stranger, domainId)]).toEqual([false, false]);
  expect(mayOnDomain(stranger, 'read', domainId)).toBe(false);
});
