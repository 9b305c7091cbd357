import { AsyncLocalStorage } from 'node:async_hooks';
import type { Acting } from '@tandem/ports';
import type { PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { statementSpan } from '../tracing/span.ts';
import { toRow } from './row.ts';

const present = new AsyncLocalStorage<Acting>();

/** Who acts in the present flow of control, where somebody does. */
export const whoActs = (): Acting | undefined => present.getStore();

/** Does work as somebody. */
export function actAs<T>(acting: Acting, work: () => T): T {
  return present.run(acting, work);
}

/** What is kept of who acts, as JSON that PostgreSQL takes. */
export const actingJson = ({ actor, operation, requestId }: Acting): string =>
  toRow({ acting: { actor, operation, requestId } }).acting as string;

const tell = "select set_config('tandem.actor', $1, false)";

/**
 * A connection of the pool that tells the database who acts before anything that may change a record, and takes it
 * back before it returns to the pool. Reads tell nothing, so they cost no round trip more. A connection that cannot be
 * told, or not be made to forget, is used no further.
 */
export function actingClient(client: pg.PoolClient, fail: (error: unknown) => never): PostgresPoolClient {
  let told: string | undefined;
  return {
    query: (async (sql: string, parameters: unknown[]) => {
      if (!/^\s*select\b/i.test(sql)) {
        const acting = whoActs();
        const json = acting ? actingJson(acting) : '';
        if (json !== (told ?? '')) {
          told = json;
          await client.query(tell, [json]).catch(fail);
        }
      }
      return statementSpan('postgresql', sql, () => client.query(sql, parameters)).catch(fail);
    }) as unknown as PostgresPoolClient['query'],
    release(destroy) {
      if (destroy || told === undefined) {
        client.release(destroy);
        return;
      }
      told = undefined;
      client.query(tell, ['']).then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
    },
  };
}
