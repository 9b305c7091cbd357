import { Conflict, NotFound } from '@tandem/data-model';
import {
  type Invitation,
  type Operation,
  operations,
  type Principal,
  rightOf,
  type User,
} from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import type { Clock } from '../deps.ts';
import { can, type Decision } from './can.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { after, type Identity, invitationLifeMs, userOf } from './sign-in.ts';

/**
 * Adds a user to a domain. A new one gets a link; one whom the installation knows signs in as ever, and is added by an
 * administrator alone: whoever made that account might still have its link. Throws Conflict.
 */
export async function inviteUser(
  { identity }: Identity,
  clock: Clock,
  portalUrl: string,
  domainId: string,
  { isAdministrator }: Pick<Principal, 'isAdministrator'>,
  { name, displayName = name }: { readonly name: string; readonly displayName?: string | undefined },
): Promise<Invitation> {
  const wanted = { name, displayName: displayName.slice(0, 64) };
  const { user, isNew } = await identity.addUser(domainId, wanted, isAdministrator);
  return isNew ? invitation({ identity }, clock, portalUrl, user) : { user, link: null, expiresAt: null };
}

/** Another link. Throws NotFound, and Conflict where the user is not of this domain alone. */
export async function renewInvitation(
  { identity }: Identity,
  clock: Clock,
  portalUrl: string,
  domainId: string,
  userId: string,
  caller: Principal,
): Promise<Invitation> {
  // A token would make a session of itself, with all rights and for longer.
  userOf(caller);
  const user = await ownUser({ identity }, domainId, userId);
  if ((await identity.password(user.name))?.isExternal) {
    throw new Conflict(
      `${user.name} signs in at the identity provider; a link would go round it.`,
      'Have the account there put right.',
    );
  }
  await identity.endSessions(user.id);
  return invitation({ identity }, clock, portalUrl, user);
}

/** Throws NotFound, and Conflict as above. */
export async function updateUser(
  { identity }: Identity,
  domainId: string,
  userId: string,
  change: { readonly displayName?: string | undefined; readonly disabled?: boolean | undefined },
): Promise<User> {
  const user = await ownUser({ identity }, domainId, userId);
  return identity.updateUser(user.id, change);
}

/** Whether a user may make a call, and by which rule. Throws NotFound for what the domain does not have. */
export async function explainPermission(
  { identity, projects, sharing }: Pick<ControlStore, 'identity' | 'projects' | 'sharing'>,
  domainId: string,
  asked: {
    readonly userId: string;
    readonly operationId: string;
    readonly projectId?: string | undefined;
    readonly entry?: string | undefined;
  },
): Promise<Decision> {
  const user = await identity.user(domainId, asked.userId);
  if (!user) throw new NotFound('user', asked.userId);
  const operation = (operations as Readonly<Record<string, Operation>>)[asked.operationId];
  if (!operation) throw new NotFound('operation', asked.operationId);
  const project = asked.projectId === undefined ? undefined : await projects.get(asked.projectId);
  if (asked.projectId !== undefined && project?.domainId !== domainId) throw new NotFound('project', asked.projectId);
  const principal: Principal | undefined = await identity.principalOfUser(user.id);
  if (!principal) return { allowed: false, because: 'unauthenticated', rule: 'a user who is disabled may do nothing' };
  const action = { access: operation.access, right: rightOf(operation), scope: operation.scope };
  const isOfIts = asked.entry !== undefined && operation.reads?.kind === asked.entry.split(':')[0];
  const subscriptions = project && isOfIts ? await sharing.reachOf(project.id, asked.entry) : undefined;
  return can(principal, action, { domainId, project, subscriptions });
}

async function ownUser({ identity }: Identity, domainId: string, userId: string): Promise<User> {
  const user = await identity.user(domainId, userId);
  if (!user) throw new NotFound('user', userId);
  if (!(await identity.isOthersToo(domainId, userId))) return user;
  throw new Conflict(
    `${user.name} belongs to another domain too, or administers the installation.`,
    'Take them from this domain, or have them change it themselves.',
  );
}

async function invitation({ identity }: Identity, clock: Clock, portalUrl: string, user: User): Promise<Invitation> {
  const secret = newSecret();
  const expiresAt = after(clock, invitationLifeMs);
  await identity.createSignInLink(hashSecret(secret), expiresAt, user.id);
  return { user, link: `${portalUrl}/sign-in#${secret}`, expiresAt: expiresAt.toISOString() };
}
