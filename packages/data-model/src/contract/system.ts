import { z } from 'zod';
import { instant, operation } from './operation.ts';

export const Health = z.object({ status: z.enum(['starting', 'ready']) }).meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

export const Principal = z
  .object({
    kind: z.enum(['session', 'token']),
    name: z.string(),
    projectId: z.string().nullable().describe('The one project that a token reaches; null for a session'),
    expiresAt: instant,
  })
  .meta({ id: 'Principal' });
export type Principal = z.infer<typeof Principal>;

/**
 * Name of the cookie that holds a session of the server at `origin`. Browsers keep cookies by host and not by port, so
 * the port is in the name: two installations on one host do not sign each other's users out.
 */
export function sessionCookie(origin: string): string {
  const { port, protocol } = new URL(origin);
  return `tandem_session_${port || (protocol === 'https:' ? '443' : '80')}`;
}

export const getHealth = operation({
  id: 'getHealth',
  method: 'GET',
  path: '/health',
  summary: 'Whether this installation is ready; under start-up, after the first flow is done',
  tag: 'System',
  access: 'public',
  status: 200,
  response: Health,
});

export const createSession = operation({
  id: 'createSession',
  method: 'POST',
  path: '/sessions',
  summary: 'Sign in with the one-use secret of a sign-in link; sets the session cookie',
  tag: 'System',
  access: 'public',
  body: z.strictObject({ secret: z.string().min(16).max(200) }),
  status: 201,
  response: Principal,
  isPersonal: true,
});

export const deleteSession = operation({
  id: 'deleteSession',
  method: 'DELETE',
  path: '/sessions/current',
  summary: 'Sign out',
  tag: 'System',
  access: 'signed-in',
  status: 204,
  response: z.null(),
  isPersonal: true,
});

export const getMe = operation({
  id: 'getMe',
  method: 'GET',
  path: '/me',
  summary: 'Who is calling',
  tag: 'System',
  access: 'signed-in',
  status: 200,
  response: Principal,
});
