import type { ControlStore, Lease, LeasedStore } from '@tandem/ports';
import { type Keeping, transaction } from './collection.ts';
import { schema } from './connect.ts';

/** The store of an attempt at a job: what it changes, it changes under the lease; `storeOf` makes a store on a transaction. */
export function leasedStore(keeping: Keeping, lease: Lease, storeOf: (keeping: Keeping) => ControlStore): LeasedStore {
  const under: Keeping = { ...keeping, lease };
  const { jobId, projectId, token } = lease;
  return {
    ...storeOf(under),
    once: (effect, act) =>
      transaction(under, async (inside) => {
        const fresh = await inside.db
          .withSchema(schema)
          .insertInto('jobEffects')
          .values({ jobId, projectId, effect, token, at: keeping.now().toISOString() })
          .onConflict((it) => it.columns(['jobId', 'effect']).doNothing())
          .returning('effect')
          .executeTakeFirst();
        return fresh && act(storeOf(inside));
      }),
  };
}
