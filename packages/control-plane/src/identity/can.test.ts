import { Forbidden, NotFound, Unauthenticated } from '@tandem/data-model';
import { type Grant, type Principal, type ProjectRole, type Right, rights, roles } from '@tandem/data-model/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, can, demand, type Resource } from './can.ts';

const project = { id: 'prj_mine', domainId: 'dom_a', domainUnitId: 'dmu_sales', name: 'mine' };
const grant = (change: Partial<Grant>): Grant => ({
  ...{ role: 'viewer', domainId: 'dom_a', domainUnitIds: [], projectId: null, group: null, persona: null },
  ...change,
});
const member = (role: ProjectRole, projectId = 'prj_mine') => grant({ role, projectId });
const owner = grant({ role: 'domain-owner' });
const unitOwner = (...domainUnitIds: string[]) => grant({ role: 'domain-unit-owner', domainUnitIds });
const somebody = (change: Partial<Principal> = {}): Principal => ({
  ...{ kind: 'session', name: 'ada', userId: 'usr_ada', service: null, isAdministrator: false, projectId: null },
  ...{
    scopes: [...rights],
    domainIds: ['dom_a'],
    grants: [],
    hasPassword: false,
    expiresAt: '2026-11-23T12:00:00.000Z',
  },
  ...change,
});
const holding = (...grants: Grant[]) => somebody({ grants });
const on = (access: Action['access'], right: Right): Action => ({ access, right });
const outcome = (principal: Principal | undefined, action: Action, resource?: Resource) => {
  const decision = can(principal, action, resource);
  return decision.allowed ? 'allowed' : decision.because;
};

describe('can', () => {
  it.each([
    ['viewer', 'read'],
    ['steward', 'read curate'],
    ['contributor', 'read operate'],
    ['project-owner', 'read operate curate manage'],
  ] as const)('lets a %s do on a project: %s', (role, allowed) => {
    const may = rights.filter((right) => can(holding(member(role)), on('project', right), { project }).allowed);

    expect(may.join(' ')).toBe(allowed);
  });

  it('wants a scope of a token that its user needs no right for', () => {
    const action = { ...on('project', 'read'), scope: 'operate' } as const;
    const token = (...scopes: Right[]) => somebody({ kind: 'token', scopes, grants: [member('viewer')] });

    expect(outcome(holding(member('viewer')), action, { project })).toBe('allowed');
    expect(outcome(token('read', 'operate'), action, { project })).toBe('allowed');
    expect(can(token('read'), action, { project }).rule).toBe('the scopes of the token lack the right to operate');
    expect(outcome(token('operate'), action, { project })).toBe('forbidden');
  });

  it('says which role decides, and by which group', () => {
    const grants = [member('viewer'), grant({ role: 'contributor', projectId: 'prj_mine', group: 'Engineers' })];

    expect(can(somebody({ grants }), on('project', 'operate'), { project }).rule).toBe(
      'a contributor by the group Engineers may operate the project',
    );
    expect(can(holding(member('viewer')), on('project', 'operate'), { project }).rule).toBe(
      'a viewer may not operate the project',
    );
  });

  it.each<[string, Principal, 'allowed' | 'forbidden' | 'missing']>([
    ['owner of the domain', holding(owner), 'allowed'],
    ['owner of its unit, or of one above', holding(unitOwner('dmu_top', 'dmu_sales')), 'allowed'],
    ['owner of another unit', holding(unitOwner('dmu_other')), 'missing'],
    ['owner of another project', holding(member('project-owner', 'prj_other')), 'missing'],
    ['owner of another domain', holding(grant({ role: 'domain-owner', domainId: 'dom_b' })), 'missing'],
    ['somebody of the domain without a role', somebody(), 'missing'],
    ['administrator', somebody({ isAdministrator: true, domainIds: [] }), 'allowed'],
  ])('decides for the %s of a project', (_, principal, expected) => {
    expect(outcome(principal, on('project', 'manage'), { project })).toBe(expected);
  });

  it.each<[string, Principal, Right, Resource, 'allowed' | 'forbidden' | 'missing']>([
    ['its owner', holding(owner), 'manage', { domainId: 'dom_a' }, 'allowed'],
    ['a user of it', somebody(), 'read', { domainId: 'dom_a' }, 'allowed'],
    ['a user of it', somebody(), 'manage', { domainId: 'dom_a' }, 'forbidden'],
    ['a user of another', somebody(), 'read', { domainId: 'dom_b' }, 'missing'],
    ['a steward', holding(member('steward')), 'curate', { domainId: 'dom_a' }, 'allowed'],
    ['a contributor', holding(member('contributor')), 'curate', { domainId: 'dom_a' }, 'forbidden'],
    ['a unit owner, on it', holding(unitOwner('u')), 'manage', { domainId: 'dom_a', domainUnitId: 'u' }, 'allowed'],
    ['a unit owner, above it', holding(unitOwner('u')), 'manage', { domainId: 'dom_a' }, 'forbidden'],
  ])('decides on a domain for %s', (_, principal, right, resource, expected) => {
    expect(outcome(principal, on('domain', right), resource)).toBe(expected);
  });

  describe('with a subscription of another project to what is read', () => {
    const theirs = { id: 'prj_theirs', domainId: 'dom_a', domainUnitId: null, name: 'theirs' };
    const expiresAt = '2026-11-24T12:00:00.000Z';
    const subscriptions = [{ id: 'sub_1', entry: 'table:sales', expiresAt, project: theirs }];
    const reader = holding(member('viewer', 'prj_theirs'));

    it('lets its readers read, and names the subscription as the rule', () => {
      expect(can(reader, on('project', 'read'), { project, subscriptions })).toEqual({
        allowed: true,
        rule: `the subscription sub_1 of the project theirs to table:sales until ${expiresAt}, and there: a viewer may read the project`,
      });
    });

    it.each<[string, Principal | undefined, Right, string]>([
      ['change anything', holding(member('project-owner', 'prj_theirs')), 'operate', 'missing'],
      ['read as one of a third project', holding(member('viewer', 'prj_third')), 'read', 'missing'],
      ['read by a token of the third project', { ...reader, projectId: 'prj_third' }, 'read', 'missing'],
      ['read by a token of the project itself', { ...reader, projectId: 'prj_theirs' }, 'read', 'allowed'],
      ['read without the scope', { ...reader, scopes: ['operate'] }, 'read', 'forbidden'],
      ['read without having signed in', undefined, 'read', 'unauthenticated'],
    ])('decides whether one may %s', (_, principal, right, expected) => {
      expect(outcome(principal, on('project', right), { project, subscriptions })).toBe(expected);
    });
  });

  it('keeps the installation for administrators, and everything for whoever has signed in', () => {
    expect(outcome(undefined, on('public', 'manage'))).toBe('allowed');
    expect(outcome(undefined, on('signed-in', 'read'))).toBe('unauthenticated');
    expect(outcome(undefined, on('project', 'read'), { project })).toBe('unauthenticated');
    expect(outcome(holding(owner), on('installation', 'read'))).toBe('forbidden');
    expect(outcome(somebody({ isAdministrator: true }), on('installation', 'manage'))).toBe('allowed');
  });

  it('never lets a token do more than its scopes, or elsewhere than in its project', () => {
    const anyone = fc.record({
      isAdministrator: fc.boolean(),
      projectId: fc.constantFrom(null, 'prj_mine', 'prj_other'),
      scopes: fc.uniqueArray(fc.constantFrom(...rights)),
      grants: fc.array(
        fc.record({
          role: fc.constantFrom(...roles),
          domainId: fc.constantFrom('dom_a', 'dom_b'),
          domainUnitIds: fc.subarray(['dmu_sales', 'dmu_other']),
          projectId: fc.constantFrom(null, 'prj_mine', 'prj_other'),
        }),
      ),
    });
    fc.assert(
      fc.property(anyone, fc.constantFrom(...rights), (it, right) => {
        const principal = somebody({ ...it, kind: 'token', grants: it.grants.map(grant) });
        const decision = can(principal, on('project', right), { project });
        if (!decision.allowed) return;
        expect(it.scopes).toContain(right);
        expect([null, 'prj_mine']).toContain(it.projectId);
        expect(it.isAdministrator || it.grants.some((held) => held.projectId !== 'prj_other')).toBe(true);
        if (it.projectId !== null)
          expect(can(principal, on('domain', right), { domainId: 'dom_a' }).allowed).toBe(false);
      }),
    );
  });

  it('takes no right from a persona', () => {
    for (const persona of ['administrator', 'steward'] as const) {
      const grants = [grant({ role: 'viewer', projectId: 'prj_mine', persona })];
      expect(outcome(somebody({ grants }), on('project', 'manage'), { project })).toBe('forbidden');
    }
  });
});

describe('demand', () => {
  it('throws by the reason, and never says that a project out of reach exists', () => {
    expect(() => demand(undefined, on('domain', 'read'))).toThrow(Unauthenticated);
    expect(() => demand(holding(member('viewer')), on('project', 'manage'), { project })).toThrow(Forbidden);
    expect(() => demand(somebody(), on('project', 'read'), { project })).toThrow(new NotFound('project', 'prj_mine'));
    expect(() => demand(holding(owner), on('project', 'manage'), { project })).not.toThrow();
  });
});
