import type {
  ListedKind,
  Listing,
  Project,
  RequestState,
  Side,
  Subscription,
  SubscriptionRequest,
  SubscriptionState,
} from '@tandem/data-model/contract';
import type { ListPage } from './control-store.ts';

/** A subscription that gives access at this moment, and the project by whose roles it is reached. */
export interface Reach {
  readonly id: string;
  readonly entry: string;
  readonly expiresAt: string;
  readonly project: Pick<Project, 'id' | 'domainId' | 'domainUnitId' | 'name'>;
}

/** Who asks: a user, or the token of a service with the user who answers for it. */
export interface Asker {
  readonly name: string;
  readonly userId: string;
  readonly service: { readonly tokenId: string; readonly name: string } | null;
}

/** Why something ended, and who ended it. */
export interface Ending {
  readonly by: string;
  readonly reason: string | null;
}

/**
 * What projects publish to their domain, who asked for it and who has it. Every method is one transaction. A
 * subscription gives access from its approval until its instant of expiry or an earlier end, by the store's clock at the
 * moment of the read; nothing has to run for it to end. Throws Conflict while either project is deleted.
 */
export interface SharingStore {
  /** Lists an entry, or replaces what its listing says where it has one. */
  publish(
    listing: Pick<Listing, 'projectId' | 'entry' | 'kind' | 'name' | 'description' | 'columns'>,
  ): Promise<Listing>;
  /** What stands, newest first; all, or a page. */
  listings(
    of: { readonly domainId: string; readonly kind?: ListedKind | undefined } | { readonly projectId: string },
    page?: ListPage,
  ): Promise<Listing[]>;
  /** Takes a listing back, closes the requests for it and ends subscriptions to it; false where it does not stand. */
  unpublish(projectId: string, id: string, ending: Ending): Promise<boolean>;

  /** Undefined where no such listing stands in the domain of the project. Throws Conflict where one waits already. */
  request(
    request: Pick<SubscriptionRequest, 'listingId' | 'projectId' | 'reason' | 'days'>,
    by: Asker,
  ): Promise<SubscriptionRequest | undefined>;
  getRequest(side: Side, projectId: string, id: string): Promise<SubscriptionRequest | undefined>;
  /** Newest first, of some projects. */
  requests(
    of: {
      readonly side: Side;
      readonly projectIds: readonly string[];
      readonly states?: readonly RequestState[] | undefined;
    },
    page: ListPage,
  ): Promise<SubscriptionRequest[]>;
  countRequests(of: {
    readonly side: Side;
    readonly projectIds: readonly string[];
    readonly states: readonly RequestState[];
  }): Promise<number>;
  /** Closes a request that waits; undefined where none does. */
  closeRequest(
    of: { readonly side: Side; readonly projectId: string; readonly id: string },
    state: 'rejected' | 'cancelled',
    ending: Ending,
  ): Promise<SubscriptionRequest | undefined>;
  /** Approves a request that waits, and renews what the project has of the listing; undefined where none waits. */
  approve(
    publisherId: string,
    requestId: string,
    as: Ending & { readonly expiresAt: Date },
  ): Promise<Subscription | undefined>;

  getSubscription(side: Side, projectId: string, id: string): Promise<Subscription | undefined>;
  /** Newest first; `schema` is the catalog name of who publishes, where it is of a table. */
  subscriptions(
    of: { readonly side: Side; readonly projectId: string; readonly state?: SubscriptionState | undefined },
    page: ListPage,
  ): Promise<Subscription[]>;
  /** Ends a subscription that is active; undefined where it is not. */
  endSubscription(
    of: { readonly side: Side; readonly projectId: string; readonly id: string },
    ending: Ending,
  ): Promise<Subscription | undefined>;
  /** Subscriptions to an entry of a project that are active now. */
  reachOf(publisherId: string, entry: string): Promise<Reach[]>;
  /** Entries of one kind that a project has subscriptions to now, with who publishes them; the oldest first. */
  activeEntries(
    projectId: string,
    kind: ListedKind,
  ): Promise<{ readonly entry: string; readonly publisher: Project }[]>;

  /** What of a project stands, waits or is active, on either side. */
  open(projectId: string): Promise<{ listings: number; requests: number; subscriptions: number }>;
  /** Takes back and ends all of that. */
  endAll(projectId: string, ending: Ending): Promise<void>;
}
