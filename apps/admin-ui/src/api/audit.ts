import type { AuditEvent } from '@tandem/data-model/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keys } from './keys.ts';

/** What events are asked for, as it stands in the address. */
export interface AuditAsked {
  readonly actor?: string;
  readonly operation?: string;
  readonly kind?: string;
  readonly subject?: string;
  readonly project?: string;
  readonly request?: string;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
}

/** Events of a domain, or of the whole installation where `domainId` is undefined, newest first. */
export const auditQuery = (domainId: string | undefined, asked: AuditAsked) =>
  infiniteQueryOptions({
    queryKey: [...keys.audit, domainId, asked],
    queryFn: ({ signal, pageParam: before }) => page(domainId, { ...asked, ...(before ? { before } : {}) }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap((it) => it.events),
    placeholderData: keepPreviousData,
  });

/** One event, by its number; undefined where the domain has none of it. */
export const auditEventQuery = (domainId: string | undefined, seq: number) =>
  queryOptions({
    queryKey: [...keys.audit, domainId, 'event', seq],
    queryFn: async ({ signal }): Promise<AuditEvent | null> => {
      const { events } = await page(domainId, { before: seq + 1, limit: 1 }, signal);
      return events.find((it) => it.seq === seq) ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

function page(
  domainId: string | undefined,
  query: AuditAsked & { readonly before?: number; readonly limit?: number },
  signal: AbortSignal,
) {
  return domainId === undefined
    ? client.listAuditEvents({ query }, { signal })
    : client.listDomainAuditEvents({ params: { domainId }, query }, { signal });
}
