import { z } from 'zod';
import { ListedKind, ListingId } from './listings.ts';
import { id, instant, operation } from './operation.ts';
import { nextOf, pageOf } from './pages.ts';
import { InProject, ProjectId } from './projects.ts';

export const SubscriptionRequestId = id('sbr', 'subscription request');
export const SubscriptionId = id('sub', 'subscription');

export const mostSubscriptionDays = 366;
const days = z.int().min(1).max(mostSubscriptionDays);
const reason = z.string().trim().min(1).max(2_000);

/** What is asked for or given, by whom and to whom. */
const between = {
  listingId: ListingId,
  entry: z.string().describe('Of the catalog of the project that publishes it, e.g. table:store_sales'),
  kind: ListedKind,
  name: z.string(),
  publisherId: ProjectId.describe('The project that publishes it'),
  publisherName: z.string(),
  projectId: ProjectId.describe('The project that wants it, or has it'),
  projectName: z.string(),
};

export const requestStates = ['pending', 'approved', 'rejected', 'cancelled'] as const;
export const RequestState = z.enum(requestStates);
export type RequestState = z.infer<typeof RequestState>;

/** A project's wish to read what another one has published. */
export const SubscriptionRequest = z
  .object({
    id: SubscriptionRequestId,
    ...between,
    state: RequestState.describe('cancelled: taken back, or its listing was'),
    reason: z.string(),
    days: days.describe('For how long it is wished'),
    requestedBy: z.string().describe('Name of who asked, or of who answers for the token that did'),
    requesterId: z
      .string()
      .nullable()
      .describe('Id of that user; null of an old request of which nobody knows it, which nobody may approve'),
    requesterService: z
      .object({ tokenId: z.string(), name: z.string() })
      .nullable()
      .describe('The token of a service that asked'),
    createdAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z.string().nullable(),
  })
  .meta({ id: 'SubscriptionRequest' });
export type SubscriptionRequest = z.infer<typeof SubscriptionRequest>;

export const NewSubscriptionRequest = z
  .strictObject({ listingId: ListingId, reason, days: days.default(90) })
  .meta({ id: 'NewSubscriptionRequest' });
export type NewSubscriptionRequest = z.infer<typeof NewSubscriptionRequest>;

export const subscriptionStates = ['active', 'expired', 'revoked', 'cancelled', 'renewed'] as const;
export const SubscriptionState = z.enum(subscriptionStates);
export type SubscriptionState = z.infer<typeof SubscriptionState>;

/** The right of a project, and of whoever may read it, to read what another one has published. */
export const Subscription = z
  .object({
    id: SubscriptionId,
    ...between,
    requestId: SubscriptionRequestId,
    state: SubscriptionState.describe(
      'At this moment. revoked: by who publishes; cancelled: by who had it; renewed: another one took its place',
    ),
    approvedBy: z.string(),
    createdAt: instant,
    expiresAt: instant.describe('It gives nothing from then on'),
    endedBy: z.string().nullable(),
    endedAt: instant.nullable().describe('When it was ended before its time'),
    endReason: z.string().nullable(),
    schema: z
      .string()
      .nullable()
      .describe('Of a table: the schema under which SQL of the project that has it finds it, to be put in quotes'),
  })
  .meta({ id: 'Subscription' });
export type Subscription = z.infer<typeof Subscription>;

/** Which end of it a project is at. */
export const Side = z.enum(['subscriber', 'publisher']);
export type Side = z.infer<typeof Side>;
const side = Side.default('subscriber').describe(
  'subscriber: what the project asked for or has of others; publisher: what others asked for or have of it',
);

const tag = 'Subscriptions';
const InRequest = InProject.extend({ subscriptionRequestId: SubscriptionRequestId });
const InSubscription = InProject.extend({ subscriptionId: SubscriptionId });

export const createSubscriptionRequest = operation({
  id: 'createSubscriptionRequest',
  method: 'POST',
  path: '/projects/:projectId/subscription-requests',
  summary: 'Ask, for a project, to read what another project of the domain has published',
  tag,
  access: 'project',
  // Whoever may look may ask: it is another project's steward who decides.
  right: 'read',
  scope: 'operate',
  params: InProject,
  body: NewSubscriptionRequest,
  refuses: ['missing', 'conflict'],
  status: 201,
  response: SubscriptionRequest,
});

export const listSubscriptionRequests = operation({
  id: 'listSubscriptionRequests',
  method: 'GET',
  path: '/projects/:projectId/subscription-requests',
  summary: 'Requests that a project has made, or that were made to it, newest first',
  tag,
  access: 'project',
  params: InProject,
  query: pageOf(SubscriptionRequestId).extend({ side, state: RequestState.optional() }),
  status: 200,
  response: z.object({ requests: z.array(SubscriptionRequest), next: nextOf(SubscriptionRequestId) }),
});

export const cancelSubscriptionRequest = operation({
  id: 'cancelSubscriptionRequest',
  method: 'POST',
  path: '/projects/:projectId/subscription-requests/:subscriptionRequestId/cancel',
  summary: 'Take a request of the project back that waits: whoever made it, or who keeps the catalog',
  tag,
  access: 'project',
  right: 'read',
  scope: 'operate',
  params: InRequest,
  refuses: ['forbidden', 'conflict'],
  status: 200,
  response: SubscriptionRequest,
});

export const approveSubscriptionRequest = operation({
  id: 'approveSubscriptionRequest',
  method: 'POST',
  path: '/projects/:projectId/subscription-requests/:subscriptionRequestId/approve',
  summary:
    'Give the project that asked what was asked of this one, until a day; somebody else than who asked, or made the token that did, does so. An earlier subscription to it is renewed',
  tag,
  access: 'project',
  right: 'curate',
  params: InRequest,
  body: z.strictObject({
    days: days.optional().describe('How long from now; as long as was wished where it is not given'),
    reason: reason.optional(),
  }),
  refuses: ['forbidden', 'conflict'],
  status: 201,
  response: Subscription,
});

export const rejectSubscriptionRequest = operation({
  id: 'rejectSubscriptionRequest',
  method: 'POST',
  path: '/projects/:projectId/subscription-requests/:subscriptionRequestId/reject',
  summary: 'Refuse what was asked of this project, and say why',
  tag,
  access: 'project',
  right: 'curate',
  params: InRequest,
  body: z.strictObject({ reason }),
  refuses: ['conflict'],
  status: 200,
  response: SubscriptionRequest,
});

export const listSubscriptions = operation({
  id: 'listSubscriptions',
  method: 'GET',
  path: '/projects/:projectId/subscriptions',
  summary: 'Subscriptions that a project has, or that others have to it, newest first, with those that have ended',
  tag,
  access: 'project',
  params: InProject,
  query: pageOf(SubscriptionId).extend({ side, state: SubscriptionState.optional() }),
  status: 200,
  response: z.object({ subscriptions: z.array(Subscription), next: nextOf(SubscriptionId) }),
});

export const revokeSubscription = operation({
  id: 'revokeSubscription',
  method: 'POST',
  path: '/projects/:projectId/subscriptions/:subscriptionId/revoke',
  summary: 'Take back what another project was given of this one; from the next call on it reads nothing',
  tag,
  access: 'project',
  right: 'curate',
  params: InSubscription,
  body: z.strictObject({ reason }),
  refuses: ['conflict'],
  status: 200,
  response: Subscription,
});

export const cancelSubscription = operation({
  id: 'cancelSubscription',
  method: 'POST',
  path: '/projects/:projectId/subscriptions/:subscriptionId/cancel',
  summary: 'Give up what the project was given of another one',
  tag,
  access: 'project',
  right: 'curate',
  params: InSubscription,
  refuses: ['conflict'],
  status: 200,
  response: Subscription,
});
