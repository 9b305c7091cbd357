import type { CallOptions } from '@tandem/client';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

/** A thing as it was when somebody began to change it. */
export interface DraftOf<T> {
  readonly value: T;
  /** Its ETag then, without which it is not known whether somebody else has changed it since. */
  readonly ifMatch: string | undefined;
}

/** Makes a change only where the thing is still as the draft had it. */
export const asDraft = (of: DraftOf<unknown> | undefined): CallOptions =>
  of?.ifMatch === undefined ? {} : { ifMatch: of.ifMatch };

/**
 * Asks for a thing once, for a form that changes it: what comes in meanwhile takes nothing from under whoever writes, and
 * the ETag stays that of what they saw. `newer` asks for it again; `round` tells the forms apart.
 */
export function useDraftOf<T>(
  id: string,
  ask: (options: CallOptions) => Promise<T>,
): { query: UseQueryResult<DraftOf<T>>; round: number; newer: () => void } {
  const [round, setRound] = useState(0);
  const query = useQuery({
    queryKey: ['draft', id, round],
    queryFn: async ({ signal }): Promise<DraftOf<T>> => {
      let ifMatch: string | undefined;
      const onTag = (etag: string) => {
        ifMatch = etag;
      };
      const value = await ask({ signal, onTag });
      return { value, ifMatch };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return { query, round, newer: () => setRound((it) => it + 1) };
}
