import { signIn, signInByPassword, signOut } from '@tandem/control-plane';
import { Forbidden } from '@tandem/data-model';
import { operations, sessionCookie } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addSystem(app: FastifyInstance, { control, clock, config }: ApiDeps): void {
  // Strict: the cookie never comes along with a request that another site has caused, not even with a link.
  const cookieName = sessionCookie(config.origin);
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: config.origin.startsWith('https:') } as const;

  route(app, operations.getHealth, () => ({
    status: config.isReady() ? ('ready' as const) : ('starting' as const),
  }));

  route(app, operations.createSession, async ({ body, request, reply }) => {
    const { principal, secret } =
      'secret' in body
        ? await signIn(control, clock, body.secret)
        : await signInByPassword(control, clock, { ...body, address: request.ip });
    // Whoever held the browser's former session must not go on with it.
    const former = request.cookies[cookieName];
    if (former !== undefined) await signOut(control, former);
    reply.setCookie(cookieName, secret, { ...cookie, expires: new Date(principal.expiresAt) });
    return principal;
  });

  route(app, operations.deleteSession, async ({ principal, request, reply }) => {
    const secret = request.cookies[cookieName];
    if (principal.kind !== 'session' || secret === undefined) {
      throw new Forbidden('A token has no session that could be ended.', 'Let the token expire.');
    }
    await signOut(control, secret);
    reply.clearCookie(cookieName, cookie);
    return null;
  });

  route(app, operations.getMe, ({ principal }) => principal);
}
