import { Forbidden, NotFound, Unauthenticated } from '@tandem/data-model';
import {
  type Access,
  type Grant,
  type Principal,
  type Project,
  type Right,
  rightsOf,
} from '@tandem/data-model/contract';
import type { Reach } from '@tandem/ports';

/** What a call is made: the right it needs, and what on. */
export interface Action {
  readonly access: Access;
  readonly right: Right;
  /** What a token must be made for besides that right. */
  readonly scope?: Right | undefined;
}

/** What it is made on; a call on the installation, or on nothing, has neither. */
export interface Resource {
  readonly domainId?: string | undefined;
  /** A unit of the domain, whose owners may what the domain's may. */
  readonly domainUnitId?: string | null | undefined;
  readonly project?: Pick<Project, 'id' | 'domainId' | 'domainUnitId' | 'name'> | undefined;
  /** Subscriptions of other projects, active now, to just what is read of the project. */
  readonly subscriptions?: readonly Reach[] | undefined;
}

export type Decision =
  | { readonly allowed: true; readonly rule: string }
  | { readonly allowed: false; readonly rule: string; readonly because: 'unauthenticated' | 'forbidden' | 'missing' };

const allow = (rule: string): Decision => ({ allowed: true, rule });
const deny = (because: 'unauthenticated' | 'forbidden' | 'missing', rule: string): Decision => ({
  allowed: false,
  because,
  rule,
});

/**
 * Whether a principal may make a call, and the rule that decides. What is out of reach is missing, not forbidden: whoever
 * may not see a thing does not learn that it exists. Personas decide nothing.
 */
export function can(principal: Principal | undefined, action: Action, resource: Resource = {}): Decision {
  const { access, right, scope = right } = action;
  if (access === 'public') return allow('anyone may call this');
  if (!principal) return deny('unauthenticated', 'only a session or a token may call this');
  if (access === 'signed-in') return allow('any session or token may call this');
  const own = reach(principal, action, resource);
  const reached = own.allowed ? own : (bySubscription(principal, action, resource) ?? own);
  if (!reached.allowed) return reached;
  const lacking = [right, scope].find((it) => !principal.scopes.includes(it));
  return lacking === undefined ? reached : deny('forbidden', `the scopes of the token lack the right to ${lacking}`);
}

function reach(
  principal: Principal,
  { access, right }: Action,
  { domainId, domainUnitId, project }: Resource,
): Decision {
  const { projectId: limit } = principal;
  if (limit !== null && access !== 'project') {
    return deny('forbidden', 'a token that is limited to a project reaches that project alone, not what is above it');
  }
  if (limit !== null && limit !== project?.id) return deny('missing', 'the token is limited to another project');
  if (principal.isAdministrator) return allow('administrators may do anything in their installation');
  if (access === 'installation') return deny('forbidden', 'only administrators of the installation may call this');
  if (access === 'project') {
    return project ? onProject(principal, right, project) : deny('missing', 'there is no such project');
  }
  return domainId === undefined
    ? deny('missing', 'there is no such domain')
    : onDomain(principal, right, domainId, domainUnitId);
}

/** Whoever may read a project may read what it has subscribed to, of the project that publishes it. */
function bySubscription(principal: Principal, { access, right }: Action, resource: Resource): Decision | undefined {
  if (access !== 'project' || right !== 'read') return undefined;
  for (const { id, entry, expiresAt, project } of resource.subscriptions ?? []) {
    const there = reach(principal, { access, right }, { project });
    if (!there.allowed) continue;
    return allow(
      `the subscription ${id} of the project ${project.name} to ${entry} until ${expiresAt}, and there: ${there.rule}`,
    );
  }
  return undefined;
}

function onProject({ grants }: Principal, right: Right, project: NonNullable<Resource['project']>): Decision {
  const held = grants.filter((it) => covers(it, project));
  if (held.length === 0) return deny('missing', 'they have no role in the project, nor above it');
  const deciding = held.find((it) => rightsOf[it.role].includes(right));
  if (deciding) return allow(`${described(deciding)} may ${right} the project`);
  return deny('forbidden', `${held.map(described).join(', ')} may not ${right} the project`);
}

function covers(grant: Grant, { id, domainId, domainUnitId }: NonNullable<Resource['project']>): boolean {
  if (grant.projectId !== null) return grant.projectId === id;
  if (grant.role === 'domain-unit-owner') return domainUnitId !== null && grant.domainUnitIds.includes(domainUnitId);
  return grant.domainId === domainId;
}

function onDomain(
  { grants, domainIds }: Principal,
  right: Right,
  domainId: string,
  unitId: string | null | undefined,
): Decision {
  const held = grants.filter((it) => it.domainId === domainId);
  const owner = held.find(
    (it) =>
      it.role === 'domain-owner' || (unitId && it.role === 'domain-unit-owner' && it.domainUnitIds.includes(unitId)),
  );
  if (owner) return allow(`${described(owner)} may ${right} it`);
  const belongs = domainIds.includes(domainId) || held.length > 0;
  if (!belongs) return deny('missing', 'they do not belong to the domain');
  if (right === 'read') return allow('whoever belongs to a domain may read it');
  const steward = right === 'curate' && held.find((it) => it.role === 'steward' || it.role === 'project-owner');
  if (steward) return allow(`${described(steward)} of a project may curate its domain`);
  return deny('forbidden', `only owners may ${right} the domain${unitId ? ' or the unit' : ''}`);
}

const described = ({ role, group }: Grant): string =>
  `a ${role.replaceAll('-', ' ')}${group === null ? '' : ` by the group ${group}`}`;

/** The same as an error: Unauthenticated, Forbidden, or NotFound for what is out of reach. */
export function demand(principal: Principal | undefined, action: Action, resource: Resource = {}): void {
  const decision = can(principal, action, resource);
  if (decision.allowed) return;
  if (decision.because === 'unauthenticated') throw new Unauthenticated();
  if (decision.because === 'missing') {
    if (action.access === 'project') throw new NotFound('project', resource.project?.id ?? '');
    throw new NotFound('domain', resource.domainId ?? '');
  }
  throw new Forbidden(
    `Not allowed: ${decision.rule}.`,
    'Ask an owner for a role that has the right, or sign in as another user.',
  );
}
