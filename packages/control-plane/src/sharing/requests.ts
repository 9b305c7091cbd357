import { Conflict, Forbidden, NotFound } from '@tandem/data-model';
import {
  type NewSubscriptionRequest,
  type Principal,
  type Project,
  rightsOf,
  type Side,
  type Subscription,
  type SubscriptionRequest,
} from '@tandem/data-model/contract';
import type { Asker } from '@tandem/ports';
import type { Clock, Deps } from '../deps.ts';
import { demand } from '../identity/can.ts';

type Control = Pick<Deps, 'control'>;
const dayMs = 86_400_000;

/**
 * Asks for what another project of the domain has published. Throws NotFound for the listing, Conflict where it is
 * the project's own, or was asked for and waits, and Forbidden for a token for which nobody answers.
 */
export async function createSubscriptionRequest(
  { control }: Control,
  project: Project,
  { listingId, reason, days }: NewSubscriptionRequest,
  principal: Principal,
): Promise<SubscriptionRequest> {
  const asker = askerOf(principal);
  const own = await control.sharing.listings({ projectId: project.id });
  if (own.some((it) => it.id === listingId)) {
    throw new Conflict(
      `The project ${project.name} publishes this itself.`,
      'There is nothing to ask for: who may read the project may read it.',
    );
  }
  const made = await control.sharing.request({ listingId, projectId: project.id, reason, days }, asker);
  if (!made) throw new NotFound('listing', listingId);
  return made;
}

/** Nobody asks without somebody who answers for it: they are who may not approve it. */
function askerOf({ name, userId, service }: Principal): Asker {
  if (userId !== null) return { name, userId, service: null };
  if (service?.makerId) {
    const { tokenId, makerId, makerName } = service;
    return { name: makerName ?? name, userId: makerId, service: { tokenId, name } };
  }
  throw new Forbidden(
    `Nobody knows who made the token ${name}, so nobody answers for what it asks.`,
    'Make a new token of a service, and ask with that one.',
  );
}

/** The person who answers for a call: who makes it, or who made the token; null where nobody knows. */
const answeringFor = ({ userId, service }: Principal): string | null => userId ?? service?.makerId ?? null;

/** Whether a call comes from who made a request, or answers for the token that did, or from that token. */
function isAsker(principal: Principal, { requesterId, requesterService }: SubscriptionRequest): boolean {
  const { service } = principal;
  const answering = answeringFor(principal);
  return (
    (answering !== null && answering === requesterId) ||
    (service !== null && service.tokenId === requesterService?.tokenId)
  );
}

/** Takes a request back. Throws NotFound, Conflict where it does not wait, Forbidden for who neither made it nor keeps the catalog. */
export async function cancelSubscriptionRequest(
  { control }: Control,
  project: Project,
  id: string,
  principal: Principal,
): Promise<SubscriptionRequest> {
  const request = await waiting({ control }, 'subscriber', project.id, id);
  if (!isAsker(principal, request)) demand(principal, { access: 'project', right: 'curate' }, { project });
  const of = { side: 'subscriber', projectId: project.id, id } as const;
  return (
    (await control.sharing.closeRequest(of, 'cancelled', { by: principal.name, reason: null })) ??
    waiting({ control }, 'subscriber', project.id, id)
  );
}

/** Throws NotFound, and Conflict where it does not wait. */
export async function rejectSubscriptionRequest(
  { control }: Control,
  publisherId: string,
  id: string,
  { name }: Principal,
  reason: string,
): Promise<SubscriptionRequest> {
  const of = { side: 'publisher', projectId: publisherId, id } as const;
  return (
    (await control.sharing.closeRequest(of, 'rejected', { by: name, reason })) ??
    waiting({ control }, 'publisher', publisherId, id)
  );
}

/**
 * Gives what was asked for, for as long as was wished unless told. Throws NotFound, Conflict where it does not wait, and
 * Forbidden for who asked, for a token that they made, for a token for which nobody answers, and for all where nobody
 * knows who asked.
 */
export async function approveSubscriptionRequest(
  { control, clock }: Control & { readonly clock: Clock },
  publisher: Project,
  id: string,
  principal: Principal,
  asked: { readonly days?: number | undefined; readonly reason?: string | undefined },
): Promise<Subscription> {
  const request = await waiting({ control }, 'publisher', publisher.id, id);
  if (request.requesterId === null) throw unknownAsker(request);
  if (answeringFor(principal) === null) throw unknownDecider(principal);
  if (isAsker(principal, request)) throw await ownRequest({ control }, publisher, request);
  const expiresAt = new Date(clock().getTime() + (asked.days ?? request.days) * dayMs);
  const as = { by: principal.name, reason: asked.reason ?? null, expiresAt };
  const made = await control.sharing.approve(publisher.id, id, as);
  if (made) return made;
  throw notWaiting(await getRequest({ control }, 'publisher', publisher.id, id));
}

const unknownAsker = ({ requestedBy }: SubscriptionRequest): Forbidden =>
  new Forbidden(
    `Nobody knows whose the token ${requestedBy} is that made this request, so it could be whoever approves it.`,
    'Reject it, and have it made again.',
  );

const unknownDecider = ({ name }: Principal): Forbidden =>
  new Forbidden(
    `Nobody knows who made the token ${name}, so it could be whoever made this request that approves it.`,
    'Approve it in a session of your own, or make a new token of a service, and approve with that one.',
  );

/** Names who decides instead of who asked. */
async function ownRequest(
  { control: { identity } }: Control,
  { id: projectId, domainId, name }: Project,
  { requesterId, requestedBy }: SubscriptionRequest,
): Promise<Forbidden> {
  const scopes = [{ domainId, projectId }, { domainId }];
  const members = (await Promise.all(scopes.map((it) => identity.members(it)))).flat();
  const others = members.filter((it) => it.memberId !== requesterId && rightsOf[it.role].includes('curate'));
  const names = [...new Set(others.map((it) => (it.kind === 'group' ? `the group ${it.name}` : it.name)))].slice(0, 5);
  return new Forbidden(
    `${requestedBy} made this request, and nobody approves what they asked for themselves.`,
    names.length > 0
      ? `Have it decided by one of: ${names.join(', ')}.`
      : `Make somebody else a steward of the project ${name}, and have them decide.`,
  );
}

async function getRequest({ control }: Control, side: Side, projectId: string, id: string) {
  const request = await control.sharing.getRequest(side, projectId, id);
  if (!request) throw new NotFound('subscription request', id);
  return request;
}

async function waiting(deps: Control, side: Side, projectId: string, id: string): Promise<SubscriptionRequest> {
  const request = await getRequest(deps, side, projectId, id);
  if (request.state === 'pending') return request;
  throw notWaiting(request);
}

const notWaiting = ({ id, state, decidedBy }: SubscriptionRequest): Conflict =>
  new Conflict(
    `The request ${id} does not wait any more: it is "${state}", by ${decidedBy}.`,
    'Look at the request; to change what was decided, revoke the subscription, or ask again.',
  );
