import { createPersonalToken, createServiceToken, setPassword, userOf } from '@tandem/control-plane';
import { NotFound } from '@tandem/data-model';
import { operations, sessionCookie } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import { clientOf } from '../client-address.ts';
import { cookiesOf } from '../cookies.ts';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

/** What people and services sign their calls with. */
export function addTokens(app: FastifyInstance, { control, clock, config }: ApiDeps): void {
  const { identity, projects } = control;
  const cookieName = sessionCookie(config.origin);
  const revoke = async (of: Parameters<typeof identity.revokeToken>[0], id: string) => {
    if (await identity.revokeToken(of, id)) return null;
    throw new NotFound('token', id);
  };

  route(app, operations.createPersonalToken, async ({ principal, body }) => {
    const project = body.projectId === null ? undefined : await projects.get(body.projectId);
    return createPersonalToken(control, clock, principal, project, body);
  });
  route(app, operations.listPersonalTokens, async ({ principal }) => ({
    tokens: await identity.tokens({ userId: userOf(principal) }),
  }));
  route(app, operations.revokePersonalToken, ({ principal, params }) =>
    revoke({ userId: userOf(principal) }, params.tokenId),
  );
  route(app, operations.createServiceToken, ({ project, principal, body }) =>
    createServiceToken(control, clock, project.id, principal, body),
  );
  route(app, operations.listServiceTokens, async ({ project }) => ({
    tokens: await identity.tokens({ projectId: project.id }),
  }));
  route(app, operations.revokeServiceToken, ({ project, params }) => revoke({ projectId: project.id }, params.tokenId));
  route(app, operations.setPassword, async ({ principal, body, request }) => {
    const secret = cookiesOf(request)[cookieName] ?? '';
    await setPassword(control, clock, { principal, secret }, { ...body, address: clientOf(request.ip) });
    return null;
  });
}
