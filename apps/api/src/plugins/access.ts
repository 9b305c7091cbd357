import { createHash } from 'node:crypto';
import { demand, getProject, principalOf } from '@tandem/control-plane';
import { Forbidden } from '@tandem/data-model';
import {
  type Access,
  type Operation,
  type Principal,
  type Project,
  ProjectId,
  sessionCookie,
} from '@tandem/data-model/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiDeps } from '../deps.ts';

/** Who makes a call, and on which project. */
export interface Caller {
  readonly principal: Principal | undefined;
  /** Of the session or token it came with: two of the same name differ in it, and the secret cannot be told from it. */
  readonly fingerprint: string | undefined;
  readonly project: Project | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** The contract's record of a route of the API. */
    operation?: Operation;
    /** Who may call a route that is not in the contract, such as the documentation; nobody, if it does not say. */
    access?: Access;
  }
}

const nobody: Caller = { principal: undefined, fingerprint: undefined, project: undefined };

/**
 * Decides, before a body is read, who calls and whether they may. A route that says nothing is closed: only the
 * contract's word `public` opens one without a session or token.
 */
export function addAccess(app: FastifyInstance, deps: Pick<ApiDeps, 'control' | 'config'>): void {
  app.decorateRequest('caller', null as unknown as Caller);
  app.addHook('onRequest', async (request) => {
    request.caller = nobody;
    if (request.is404) return;
    const { operation, access = operation?.access ?? 'signed-in' } = request.routeOptions.config;
    if (changesSomething(request)) refuseForeignOrigin(request);
    if (access === 'public') return;
    const { principal, fingerprint } = await authenticate(request, deps);
    const { data: projectId } = ProjectId.safeParse((request.params as { projectId?: string }).projectId);
    // Without a valid id there is no project to reach; the schema refuses the path in a moment.
    if (access === 'project' && projectId === undefined) demand(principal, 'signed-in');
    else demand(principal, access, projectId);
    const project = access === 'project' && projectId !== undefined ? await getProject(deps, projectId) : undefined;
    request.caller = { principal, fingerprint, project };
  });
}

async function authenticate(
  request: FastifyRequest,
  { control, config }: Pick<ApiDeps, 'control' | 'config'>,
): Promise<Pick<Caller, 'principal' | 'fingerprint'>> {
  const token = bearer(request);
  if (token !== undefined) {
    return { principal: await principalOf(control, 'token', token), fingerprint: fingerprintOf(token) };
  }
  const secret = request.cookies[sessionCookie(config.origin)];
  if (secret === undefined) return nobody;
  return { principal: await principalOf(control, 'session', secret), fingerprint: fingerprintOf(secret) };
}

/** Not the hash that the control store looks secrets up by. */
const fingerprintOf = (secret: string): string =>
  createHash('sha256').update(`fingerprint ${secret}`, 'utf8').digest('hex').slice(0, 32);

function bearer({ headers: { authorization } }: FastifyRequest): string | undefined {
  return authorization === undefined ? undefined : (/^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '');
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

function changesSomething(request: FastifyRequest): boolean {
  return !safe.has(request.method) && bearer(request) === undefined;
}

/**
 * A browser sends the cookie with every request, also with one that another site made; but it says then where the
 * request comes from. Callers that are no browsers say nothing, and send no cookie by themselves.
 */
function refuseForeignOrigin({ headers }: FastifyRequest): void {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const foreign =
    origin === undefined ? site !== undefined && site !== 'same-origin' && site !== 'none' : hostOf(origin) !== host;
  if (!foreign) return;
  throw new Forbidden(
    `A page of ${origin ?? 'another site'} may not change anything here.`,
    'Call from a page of this server, or send a token in an Authorization header.',
  );
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
