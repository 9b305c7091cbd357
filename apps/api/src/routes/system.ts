import { finishSignIn, pendingLifeMs, signIn, signInByPassword, signOut, startSignIn } from '@tandem/control-plane';
import { Forbidden, Unavailable } from '@tandem/data-model';
import { operations, sessionCookie } from '@tandem/data-model/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { clientOf } from '../client-address.ts';
import { cookiesOf } from '../cookies.ts';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addSystem(app: FastifyInstance, deps: ApiDeps): void {
  const { control, clock, config } = deps;
  // Strict: the cookie never comes along with a request that another site has caused, not even with a link.
  const cookieName = sessionCookie(config.origin);
  const pendingName = `${cookieName}_pending`;
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: config.origin.startsWith('https:') } as const;

  route(app, operations.getHealth, () => ({
    status: config.isReady() ? ('ready' as const) : ('starting' as const),
  }));

  route(app, operations.getReadiness, async () => {
    if (app.closing.aborted) throw new Unavailable('This process ends.', 'Call another one, or wait for its start.');
    await control.answers();
    return { status: 'ready' as const };
  });

  const signedIn = (body: z.output<typeof operations.createSession.body>, request: FastifyRequest) => {
    if ('secret' in body) return signIn(control, clock, body.secret);
    if ('name' in body) return signInByPassword(control, clock, { ...body, address: clientOf(request.ip) });
    const back = { callback: body.callback, kept: cookiesOf(request)[pendingName] };
    return finishSignIn(control, clock, deps.identityProvider, config.origin, back);
  };

  route(app, operations.getSignInMethods, () => ({
    identityProvider: deps.identityProvider ? { name: deps.identityProvider.name } : null,
  }));
  route(app, operations.startSignIn, async ({ reply }) => {
    const { url, kept } = await startSignIn(deps.identityProvider, config.origin);
    reply.setCookie(pendingName, kept, { ...cookie, maxAge: pendingLifeMs / 1_000 });
    return { url };
  });
  route(app, operations.createSession, async ({ body, request, reply }) => {
    const { principal, secret } = await signedIn(body, request);
    if ('callback' in body) reply.clearCookie(pendingName, cookie);
    // Whoever held the browser's former session must not go on with it.
    const former = cookiesOf(request)[cookieName];
    if (former !== undefined) await signOut(control, former);
    reply.setCookie(cookieName, secret, { ...cookie, expires: new Date(principal.expiresAt) });
    return principal;
  });

  route(app, operations.deleteSession, async ({ principal, request, reply }) => {
    const secret = cookiesOf(request)[cookieName];
    if (principal.kind !== 'session' || secret === undefined) {
      throw new Forbidden('A token has no session that could be ended.', 'Let the token expire.');
    }
    await signOut(control, secret);
    reply.clearCookie(cookieName, cookie);
    return null;
  });

  route(app, operations.getMe, ({ principal }) => principal);
}
