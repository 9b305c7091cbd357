import { createHash } from 'node:crypto';
import { can, demand, getDomain, hashSecret, principalOf, type Resource } from '@tandem/control-plane';
import { Forbidden, NotFound } from '@tandem/data-model';
import {
  type Access,
  DomainId,
  DomainUnitId,
  entryOf,
  type Operation,
  type Principal,
  type Project,
  ProjectId,
  rightOf,
  sessionCookie,
} from '@tandem/data-model/contract';
import type { Reach } from '@tandem/ports';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { cookiesOf } from '../cookies.ts';
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
  const decided = decisions();
  app.decorateRequest('caller', null as unknown as Caller);
  app.addHook('onRequest', (request, _, done) => {
    const known = callerKnown(request);
    if (known) {
      request.caller = known;
      done();
    } else decide(request).then(() => done(), done);
  });

  /** Who makes a read that the same principal was let make a moment ago, of what is still remembered as it was. */
  const callerKnown = (request: FastifyRequest): Caller | undefined => {
    const { operation } = request.routed.config;
    const { remembered } = deps.control;
    if (!remembered || operation?.method !== 'GET') return undefined;
    const secret = secretOf(request, deps.config.origin);
    const principal = secret && remembered.principal(secret.hash);
    if (!principal || principal.kind !== secret.kind) return undefined;
    if (operation.access === 'signed-in') return decided.get(principal, principal, operation);
    const { projectId } = request.params as { readonly projectId?: string };
    const project = operation.access === 'project' && projectId ? remembered.project(projectId) : undefined;
    return project && decided.get(principal, project, operation);
  };

  const decide = async (request: FastifyRequest): Promise<void> => {
    request.caller = nobody;
    if (request.is404) return;
    const { operation, access = operation?.access ?? 'signed-in' } = request.routed.config;
    if (changesSomething(request)) refuseForeignOrigin(request, deps.config.origin);
    if (access === 'public') return;
    const { principal, fingerprint } = await authenticate(request, deps);
    const right = operation ? rightOf(operation) : 'read';
    const { projectId, domainId, domainUnitId } = idsOf(request);
    // Without a valid id there is nothing to reach; the schema refuses the path in a moment.
    const isOnNothing = (access === 'project' && !projectId) || (access === 'domain' && !domainId);
    let subscriptions: readonly Reach[] | undefined;
    const found =
      access === 'project' && principal && projectId ? await deps.control.projects.get(projectId) : undefined;
    if (isOnNothing) demand(principal, { access: 'signed-in', right });
    else if (access === 'project' && principal && !found) throw new NotFound('project', projectId ?? '');
    else {
      const resource = { project: found, domainId, domainUnitId };
      subscriptions = await subscriptionsTo(request, deps, principal, resource);
      demand(principal, { access, right, scope: operation?.scope }, { ...resource, subscriptions });
    }
    // Whoever may see all domains learns by this which there are; others were told above.
    if (domainId && access === 'domain') await getDomain(deps, domainId);
    const project = isOnNothing ? undefined : found;
    const caller: Caller = { principal, fingerprint, project };
    request.caller = caller;
    // What a subscription lets be read ends at its hour, and what is on a domain asks for more than a principal.
    const on = access === 'signed-in' ? principal : project;
    if (principal && on && operation && !subscriptions) decided.set(principal, on, operation, caller);
  };
}

/**
 * Calls that were allowed, by principal, by what they were on and by operation. Records that are remembered are the same
 * objects until they are looked up anew, so a decision lasts as long as what it was made from, and not a moment longer.
 */
function decisions() {
  const known = new WeakMap<Principal, WeakMap<object, Map<Operation, Caller>>>();
  return {
    get: (principal: Principal, on: object, operation: Operation) => known.get(principal)?.get(on)?.get(operation),
    set(principal: Principal, on: object, operation: Operation, caller: Caller) {
      const ofPrincipal = known.get(principal) ?? new WeakMap<object, Map<Operation, Caller>>();
      const ofThing = ofPrincipal.get(on) ?? new Map<Operation, Caller>();
      known.set(principal, ofPrincipal.set(on, ofThing.set(operation, caller)));
    },
  };
}

/** Who has subscribed to what a call reads, where the caller's own roles do not let them. */
async function subscriptionsTo(
  { routeOptions: { config }, params }: FastifyRequest,
  { control }: Pick<ApiDeps, 'control'>,
  principal: Principal | undefined,
  { project }: Resource,
) {
  const { operation } = config;
  const entry = operation && entryOf(operation, params as Readonly<Record<string, unknown>>);
  if (!operation || !principal || !project || entry === undefined) return undefined;
  if (can(principal, { access: 'project', right: rightOf(operation) }, { project }).allowed) return undefined;
  return control.sharing.reachOf(project.id, entry);
}

/** Ids in the path, where they are of the right form. */
function idsOf({ params }: FastifyRequest) {
  const { projectId, domainId, domainUnitId } = params as Readonly<Record<string, string | undefined>>;
  return {
    projectId: projectId === undefined ? undefined : ProjectId.safeParse(projectId).data,
    domainId: domainId === undefined ? undefined : DomainId.safeParse(domainId).data,
    domainUnitId: domainUnitId === undefined ? undefined : DomainUnitId.safeParse(domainUnitId).data,
  };
}

async function authenticate(
  request: FastifyRequest,
  { control, config }: Pick<ApiDeps, 'control' | 'config'>,
): Promise<Pick<Caller, 'principal' | 'fingerprint'>> {
  const secret = secretOf(request, config.origin);
  if (secret === undefined) return nobody;
  return { principal: await principalOf(control, secret.kind, secret.hash), fingerprint: secret.fingerprint };
}

/** What a call is signed with. */
interface Secret {
  readonly kind: 'token' | 'session';
  /** What the control store looks it up by. */
  readonly hash: string;
  readonly fingerprint: string;
}

/** The headers that a connection sent last, and the secret in them. */
interface Signed {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly secret: Secret | undefined;
}

const bySocket = new WeakMap<object, Signed>();

/**
 * The token of a call where it has one, else its session. A connection mostly sends the same again; what was read of it
 * is kept as long as the connection, and no longer.
 */
function secretOf(request: FastifyRequest, origin: string): Secret | undefined {
  const { authorization, cookie } = request.headers;
  const known = bySocket.get(request.socket);
  if (known && known.authorization === authorization && known.cookie === cookie) return known.secret;
  const secret = readSecret(request, origin);
  bySocket.set(request.socket, { authorization, cookie, secret });
  return secret;
}

function readSecret(request: FastifyRequest, origin: string): Secret | undefined {
  const token = bearer(request);
  const text = token ?? cookiesOf(request)[sessionCookie(origin)];
  if (text === undefined) return undefined;
  const kind = token === undefined ? 'session' : 'token';
  return { kind, hash: hashSecret(text), fingerprint: fingerprintOf(text) };
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
function refuseForeignOrigin({ headers }: FastifyRequest, ours: string): void {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const foreign =
    origin === undefined
      ? site !== undefined && site !== 'same-origin' && site !== 'none'
      : origin !== ours && hostOf(origin) !== host;
  if (!foreign) return;
  throw new Forbidden(
    `A page of ${origin ?? 'another site'} may not change anything here.`,
    'Call from a page of this server, or send a token in an Authorization header.',
  );
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
