import { Unauthenticated } from '@tandem/data-model';
import { describe, expect, it } from 'vitest';
import * as plane from '../src/index.ts';
import { clock, control, project, useControlPlane } from './use-control-plane.ts';

useControlPlane();

describe('signing in', () => {
  it('turns a link into a session once, and neither secret is kept', async () => {
    const link = await plane.createSignInLink(control, clock);

    const { principal, secret } = await plane.signIn(control, clock, link);

    expect(await plane.principalOf(control, 'session', plane.hashSecret(secret))).toEqual(principal);
    expect(principal.expiresAt).toBe('2026-11-24T00:00:00.000Z');
    await expect(plane.signIn(control, clock, link)).rejects.toThrow(Unauthenticated);
    for (const text of [link, secret]) expect(await control.identity.principal(text)).toBeUndefined();
    await plane.signOut(control, secret);
    await expect(plane.principalOf(control, 'session', plane.hashSecret(secret))).rejects.toThrow(Unauthenticated);
  });

  it('a token is not taken for a session, nor a session for a token', async () => {
    const token = await plane.createToken(control, clock, 'start-up', project.id);
    const { secret } = await plane.signIn(control, clock, await plane.createSignInLink(control, clock));

    expect(token).toMatch(/^tnd_[\w-]{43}$/);
    expect(await plane.principalOf(control, 'token', plane.hashSecret(token))).toMatchObject({
      kind: 'token',
      projectId: project.id,
    });
    await expect(plane.principalOf(control, 'session', plane.hashSecret(token))).rejects.toThrow(Unauthenticated);
    await expect(plane.principalOf(control, 'token', plane.hashSecret(secret))).rejects.toThrow(Unauthenticated);
  });
});
