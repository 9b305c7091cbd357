import { z } from 'zod';
import { id, instant, operation } from './operation.ts';
import { InProject } from './projects.ts';
import { ProjectRole, Right } from './roles.ts';

export const TokenId = id('tok', 'token');
const name = z.string().trim().min(1).max(64);
const mostDays = 366;
const days = z.int().min(1).max(mostDays).default(30).describe(`Days until it expires, at most ${mostDays}`);
const scopes = z.array(Right).min(1).describe('It has no right that is not among them').default(['read']);

export const Token = z
  .object({
    id: TokenId,
    name: z.string(),
    projectId: z.string().nullable().describe('The one project that it is limited to'),
    role: ProjectRole.nullable().describe("Of a service's token: its role in the project"),
    scopes: z.array(Right),
    createdAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'Token' });
export type Token = z.infer<typeof Token>;

/** A token as it is given out: its secret is never shown again. */
export const IssuedToken = z.object({ token: Token, secret: z.string() });

export const createPersonalToken = operation({
  id: 'createPersonalToken',
  method: 'POST',
  path: '/me/tokens',
  summary: 'Create a token that acts for the caller, within scopes and until it expires; its secret is shown once',
  tag: 'Tokens',
  access: 'signed-in',
  body: z.strictObject({ name, scopes, days, projectId: InProject.shape.projectId.nullable().default(null) }),
  refuses: ['forbidden', 'missing'],
  isPersonal: true,
  status: 201,
  response: IssuedToken,
});

export const listPersonalTokens = operation({
  id: 'listPersonalTokens',
  method: 'GET',
  path: '/me/tokens',
  summary: "The caller's own tokens, newest first",
  tag: 'Tokens',
  access: 'signed-in',
  refuses: ['forbidden'],
  isPersonal: true,
  status: 200,
  response: z.object({ tokens: z.array(Token) }),
});

export const revokePersonalToken = operation({
  id: 'revokePersonalToken',
  method: 'DELETE',
  path: '/me/tokens/:tokenId',
  summary: "End one of the caller's own tokens at once",
  tag: 'Tokens',
  access: 'signed-in',
  params: z.object({ tokenId: TokenId }),
  refuses: ['forbidden', 'missing'],
  status: 204,
  response: z.null(),
});

export const createServiceToken = operation({
  id: 'createServiceToken',
  method: 'POST',
  path: '/projects/:projectId/tokens',
  summary: 'Create a token for a service, with a role in the project; its secret is shown once',
  tag: 'Tokens',
  access: 'project',
  right: 'manage',
  params: InProject,
  body: z.strictObject({ name, role: ProjectRole, scopes, days }),
  isPersonal: true,
  status: 201,
  response: IssuedToken,
});

export const listServiceTokens = operation({
  id: 'listServiceTokens',
  method: 'GET',
  path: '/projects/:projectId/tokens',
  summary: 'Tokens of services of a project, newest first',
  tag: 'Tokens',
  access: 'project',
  right: 'manage',
  params: InProject,
  isPersonal: true,
  status: 200,
  response: z.object({ tokens: z.array(Token) }),
});

export const revokeServiceToken = operation({
  id: 'revokeServiceToken',
  method: 'DELETE',
  path: '/projects/:projectId/tokens/:tokenId',
  summary: 'End a token of a service at once',
  tag: 'Tokens',
  access: 'project',
  right: 'manage',
  params: InProject.extend({ tokenId: TokenId }),
  refuses: ['missing'],
  status: 204,
  response: z.null(),
});

export const setPassword = operation({
  id: 'setPassword',
  method: 'PUT',
  path: '/me/password',
  summary: "Set the caller's password; ends their other sessions",
  tag: 'Tokens',
  access: 'signed-in',
  body: z.strictObject({
    password: z.string().min(12).max(1024).describe('At least 12 characters'),
    current: z
      .string()
      .max(1024)
      .optional()
      .describe('The present one, where there is one; not after signing in by a link'),
  }),
  refuses: ['forbidden', 'too-many'],
  isPersonal: true,
  status: 204,
  response: z.null(),
});
