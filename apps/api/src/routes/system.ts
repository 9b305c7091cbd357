import { signIn, signOut } from '@tandem/control-plane';
import { Forbidden, Unavailable } from '@tandem/data-model';
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

  route(app, operations.getReadiness, async () => {
    if (app.closing.aborted) throw new Unavailable('This process ends.', 'Call another one, or wait for its start.');
    await control.answers();
    return { status: 'ready' as const };
  });

  route(app, operations.createSession, async ({ body, reply }) => {
    const { principal, secret } = await signIn(control, clock, body.secret);
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
