import { Conflict, NotFound, type Star } from '@tandem/data-model';
import type { Principal, Project, Side, Subscription, SubscriptionState } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { starOf } from '../projects/stars.ts';
import { sharedSchema } from './shared-tables.ts';

type Control = Pick<Deps, 'control'>;

/** A page of what a project has, or gives, newest first. */
export async function listSubscriptions(
  { control }: Control,
  { id: projectId }: Project,
  { before, limit, ...of }: SubscriptionsAsked,
): Promise<{ subscriptions: Subscription[]; next: string | null }> {
  const found = await control.sharing.subscriptions({ ...of, projectId }, { before, limit: limit + 1 });
  const subscriptions = found.slice(0, limit);
  const star = of.side === 'subscriber' ? await starOf({ control }, projectId) : undefined;
  return {
    subscriptions: subscriptions.map((it) => named(it, star)),
    next: found.length > limit ? subscriptions.at(-1)!.id : null,
  };
}

interface SubscriptionsAsked {
  readonly side: Side;
  readonly state?: SubscriptionState | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Ends one, as who gave it or as who had it. Throws NotFound, and Conflict where it has ended or expired. */
export async function endSubscription(
  { control }: Control,
  side: Side,
  { id: projectId }: Project,
  id: string,
  { name }: Principal,
  reason: string | null,
): Promise<Subscription> {
  const ended = await control.sharing.endSubscription({ side, projectId, id }, { by: name, reason });
  if (ended) return side === 'subscriber' ? named(ended, await starOf({ control }, projectId)) : ended;
  const found = await control.sharing.getSubscription(side, projectId, id);
  if (!found) throw new NotFound('subscription', id);
  throw new Conflict(`The subscription ${id} is "${found.state}" already.`, 'There is nothing to end.');
}

/** With the schema as the subscriber's own SQL has it; who publishes sees the catalog name as it is. */
function named(subscription: Subscription, star: Star | undefined): Subscription {
  const { schema } = subscription;
  return schema === null || star === undefined ? subscription : { ...subscription, schema: sharedSchema(schema, star) };
}
