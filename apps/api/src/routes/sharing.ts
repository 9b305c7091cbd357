import {
  approveSubscriptionRequest,
  cancelSubscriptionRequest,
  createSubscriptionRequest,
  endSubscription,
  listApprovals,
  listListings,
  listSubscriptions,
  publishEntry,
  rejectSubscriptionRequest,
  unpublishListing,
} from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { page } from '../page.ts';
import { route } from '../route.ts';

export function addSharing(app: FastifyInstance, deps: ApiDeps): void {
  const { sharing } = deps.control;
  route(app, operations.publishEntry, ({ project, params, body }) => publishEntry(deps, project, params.entry, body));
  route(app, operations.listPublished, async ({ project }) => ({
    listings: await sharing.listings({ projectId: project.id }),
  }));
  route(app, operations.unpublishListing, async ({ project, params, principal }) => {
    await unpublishListing(deps, project.id, params.listingId, principal);
    return null;
  });
  route(app, operations.listListings, ({ params, query }) => listListings(deps, params.domainId, query));

  route(app, operations.createSubscriptionRequest, ({ project, body, principal }) =>
    createSubscriptionRequest(deps, project, body, principal),
  );
  route(app, operations.listSubscriptionRequests, async ({ project, query: { side, state, ...asked } }) => {
    const of = { side, projectIds: [project.id], ...(state ? { states: [state] } : {}) };
    const { items: requests, next } = await page((it) => sharing.requests(of, it), asked);
    return { requests, next };
  });
  route(app, operations.cancelSubscriptionRequest, ({ project, params, principal }) =>
    cancelSubscriptionRequest(deps, project, params.subscriptionRequestId, principal),
  );
  route(app, operations.approveSubscriptionRequest, ({ project, params, principal, body }) =>
    approveSubscriptionRequest(deps, project, params.subscriptionRequestId, principal, body),
  );
  route(app, operations.rejectSubscriptionRequest, ({ project, params, principal, body }) =>
    rejectSubscriptionRequest(deps, project.id, params.subscriptionRequestId, principal, body.reason),
  );
  route(app, operations.listApprovals, ({ principal, query }) => listApprovals(deps, principal, query));
  route(app, operations.listSubscriptions, ({ project, query }) => listSubscriptions(deps, project, query));
  route(app, operations.revokeSubscription, ({ project, params, principal, body }) =>
    endSubscription(deps, 'publisher', project, params.subscriptionId, principal, body.reason),
  );
  route(app, operations.cancelSubscription, ({ project, params, principal }) =>
    endSubscription(deps, 'subscriber', project, params.subscriptionId, principal, null),
  );
}
