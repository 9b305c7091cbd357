import { Forbidden, NotFound, Unauthenticated } from '@tandem/data-model';
import type { Access, Principal } from '@tandem/data-model/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { can, demand } from './can.ts';

const expiresAt = '2026-11-23T12:00:00.000Z';
const session: Principal = { kind: 'session', name: 'administrator', projectId: null, expiresAt };
const token: Principal = { kind: 'token', name: 'start-up', projectId: 'prj_mine', expiresAt };

describe('can', () => {
  it.each<[Access, string | undefined, Principal | undefined, true | 'unauthenticated' | 'forbidden' | 'missing']>([
    ['public', undefined, undefined, true],
    ['public', undefined, token, true],
    ['signed-in', undefined, undefined, 'unauthenticated'],
    ['signed-in', undefined, session, true],
    ['signed-in', undefined, token, true],
    ['domain', undefined, undefined, 'unauthenticated'],
    ['domain', undefined, session, true],
    ['domain', undefined, token, 'forbidden'],
    ['project', 'prj_mine', undefined, 'unauthenticated'],
    ['project', 'prj_mine', session, true],
    ['project', 'prj_mine', token, true],
    ['project', 'prj_other', token, 'missing'],
    ['project', undefined, token, 'missing'],
  ])('decides %s on %s', (access, projectId, principal, expected) => {
    const decision = can(principal, access, projectId);

    expect(decision.allowed ? true : decision.because).toBe(expected);
    expect(decision.rule).toMatch(/^[a-z].*[a-z]$/);
  });

  it('never lets a token into a project that is not its own', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (own, other) => {
        fc.pre(own !== other);
        return !can({ ...token, projectId: own }, 'project', other).allowed;
      }),
    );
  });
});

describe('demand', () => {
  it('throws by the reason, and never says that a project out of reach exists', () => {
    expect(() => demand(undefined, 'domain')).toThrow(Unauthenticated);
    expect(() => demand(token, 'domain')).toThrow(Forbidden);
    expect(() => demand(token, 'project', 'prj_other')).toThrow(new NotFound('project', 'prj_other'));
    expect(() => demand(session, 'project', 'prj_other')).not.toThrow();
  });
});
