import { type Operation, operations } from '@tandem/data-model/contract';
import type { CallOptions } from '../start-app.ts';
import type { Cases, Scene } from './scene.ts';

/** Cases of what projects publish, ask for and give each other. */
export function sharingCases({ api, cookie, world, inWorld }: Scene) {
  const { domainId, profileId, id: publisherId } = world.project;
  const { sharing, projects } = api.control;
  const publisher = { params: { projectId: publisherId } };
  const inEntry = (entry: string) => ({ params: { projectId: publisherId, entry } });
  let made = 0;
  const subscriber = async () => {
    const name = `Subscriber ${++made}`;
    return projects.create({ domainId, profileId, name, catalogName: `subscriber-${made}`, steps: [] });
  };
  const done = async (operation: Operation, options: CallOptions) =>
    (await api.call(operation, { cookie, ...options })).json();
  const listing = () =>
    done(operations.publishEntry, { ...inEntry('table:store_sales'), body: {} }) as Promise<{ id: string }>;
  const asked = async () => {
    const { id: projectId } = await subscriber();
    const body = { listingId: (await listing()).id, reason: 'To compare our regions', days: 30 };
    const made = await sharing.request(
      { ...body, projectId },
      { name: 'somebody else', userId: 'usr_else', service: null },
    );
    return { projectId, body, subscriptionRequestId: made!.id };
  };
  const ofPublisher = (subscriptionRequestId: string) => ({
    params: { projectId: publisherId, subscriptionRequestId },
  });
  const given = async () => {
    const { projectId, subscriptionRequestId } = await asked();
    const { id } = await done(operations.approveSubscriptionRequest, {
      ...ofPublisher(subscriptionRequestId),
      body: {},
    });
    return { projectId, subscriptionId: id as string };
  };
  /** Of a request that was decided. */
  const decided = async () => {
    const { subscriptionRequestId, ...rest } = await asked();
    const ending = { by: 'somebody', reason: 'No.' };
    await sharing.closeRequest(
      { side: 'publisher', projectId: publisherId, id: subscriptionRequestId },
      'rejected',
      ending,
    );
    return { ...rest, subscriptionRequestId };
  };
  const ended = async () => {
    const { projectId, subscriptionId } = await given();
    await sharing.endSubscription({ side: 'subscriber', projectId, id: subscriptionId }, { by: 'x', reason: null });
    return { projectId, subscriptionId };
  };
  const inRequest = async (it: ReturnType<typeof asked>) => {
    const { projectId, subscriptionRequestId } = await it;
    return { params: { projectId, subscriptionRequestId } };
  };
  const reason = 'Not meant for others';
  return {
    publishEntry: {
      200: () => ({ ...inEntry('table:store_sales'), body: { description: 'Sales of each store and day' } }),
      409: async () => {
        const { id } = await api.project();
        await api.control.teardowns.begin({ projectId: id, steps: [], found: [] });
        return { params: { projectId: id, entry: 'table:store_sales' }, body: {} };
      },
    },
    listPublished: { 200: inWorld },
    unpublishListing: { 204: async () => ({ params: { ...publisher.params, listingId: (await listing()).id } }) },
    listListings: { 200: () => ({ params: { domainId }, query: { search: 'store' } }) },
    createSubscriptionRequest: {
      201: async () => ({
        params: { projectId: (await subscriber()).id },
        body: { listingId: (await listing()).id, reason },
      }),
      409: async () => {
        const { projectId, body } = await asked();
        return { params: { projectId }, body };
      },
    },
    listSubscriptionRequests: { 200: () => ({ ...publisher, query: { side: 'publisher', state: 'pending' } }) },
    cancelSubscriptionRequest: { 200: () => inRequest(asked()), 409: () => inRequest(decided()) },
    approveSubscriptionRequest: {
      201: async () => ({ ...ofPublisher((await asked()).subscriptionRequestId), body: { days: 7 } }),
      409: async () => ({ ...ofPublisher((await decided()).subscriptionRequestId), body: {} }),
    },
    rejectSubscriptionRequest: {
      200: async () => ({ ...ofPublisher((await asked()).subscriptionRequestId), body: { reason } }),
      409: async () => ({ ...ofPublisher((await decided()).subscriptionRequestId), body: { reason } }),
    },
    listSubscriptions: { 200: () => ({ ...publisher, query: { side: 'publisher' } }) },
    revokeSubscription: {
      200: async () => ({
        params: { ...publisher.params, subscriptionId: (await given()).subscriptionId },
        body: { reason },
      }),
      409: async () => ({
        params: { ...publisher.params, subscriptionId: (await ended()).subscriptionId },
        body: { reason },
      }),
    },
    cancelSubscription: {
      200: async () => ({ params: await given() }),
      409: async () => ({ params: await ended() }),
    },
  } satisfies Partial<Cases>;
}
