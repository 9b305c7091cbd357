import { z } from 'zod';
import { instant, operation } from './operation.ts';
import { Persona, Right, Role } from './roles.ts';

export const Health = z.object({ status: z.enum(['starting', 'ready']) }).meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

/** A role that somebody has, themselves or by a group. */
export const Grant = z.object({
  role: Role,
  domainId: z.string(),
  domainUnitIds: z.array(z.string()).describe('For a unit owner: the unit and all below it'),
  projectId: z.string().nullable(),
  group: z.string().nullable().describe('Name of the group by which they have it'),
  persona: Persona.nullable(),
});
export type Grant = z.infer<typeof Grant>;

/** Who calls, and all that decides what they may. */
export const Principal = z
  .object({
    kind: z.enum(['session', 'token']),
    name: z.string().describe('Of the user, or of the token of a service'),
    userId: z.string().nullable().describe('Null for the token of a service'),
    service: z
      .object({
        tokenId: z.string(),
        makerId: z
          .string()
          .nullable()
          .describe('Id of the user who made it, and answers for it; null where nobody knows'),
        makerName: z.string().nullable(),
      })
      .nullable()
      .describe('Of the token of a service; null for a user'),
    isAdministrator: z.boolean().describe('Whether the whole installation is theirs'),
    projectId: z.string().nullable().describe('The one project that a token is limited to'),
    scopes: z.array(Right).describe('A token has no right that is not among them'),
    domainIds: z.array(z.string()).describe('Domains that they belong to'),
    grants: z.array(Grant),
    hasPassword: z.boolean().describe('Whether the user has set a password; false for the token of a service'),
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

export const getReadiness = operation({
  id: 'getReadiness',
  method: 'GET',
  path: '/ready',
  summary: 'Whether this process takes calls now: its database answers, and it has not been asked to stop',
  tag: 'System',
  access: 'public',
  refuses: ['unavailable'],
  status: 200,
  response: z.object({ status: z.literal('ready') }).meta({ id: 'Readiness' }),
});

export const createSession = operation({
  id: 'createSession',
  method: 'POST',
  path: '/sessions',
  summary:
    'Sign in by the secret of a link, by name and password, or back from the identity provider; sets the session cookie',
  tag: 'System',
  access: 'public',
  body: z.union([
    z.strictObject({ secret: z.string().min(16).max(200) }),
    z.strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1024) }),
    z.strictObject({ callback: z.string().startsWith('?').max(8192).describe('What the identity provider added') }),
  ]),
  refuses: ['too-many'],
  status: 201,
  response: Principal,
  isPersonal: true,
});

export const getSignInMethods = operation({
  id: 'getSignInMethods',
  method: 'GET',
  path: '/sign-ins',
  summary: 'The identity provider of this installation, where it has one; links and passwords are always taken',
  tag: 'System',
  access: 'public',
  status: 200,
  response: z.object({ identityProvider: z.object({ name: z.string() }).nullable() }),
});

export const startSignIn = operation({
  id: 'startSignIn',
  method: 'POST',
  path: '/sign-ins',
  summary: 'Begin to sign in at the identity provider: the address to go to, and a cookie to come back with',
  tag: 'System',
  access: 'public',
  refuses: ['missing', 'unavailable'],
  isPersonal: true,
  status: 201,
  response: z.object({ url: z.url() }),
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
