import { ListStatementsCommand, type RedshiftDataClient, type StatusString } from '@aws-sdk/client-redshift-data';
import type { RedshiftLimits } from './limits.ts';
import { withRetries } from './retries.ts';

/** How a statement that has not ended may stand. */
const underWay: readonly StatusString[] = ['SUBMITTED', 'PICKED', 'STARTED'];

/** Ids of statements whose name begins with `prefix`, newest first; of those that have not ended, where asked. */
export async function namedStatements(
  client: RedshiftDataClient,
  prefix: string,
  which: 'all' | 'under way',
  limits: RedshiftLimits,
): Promise<string[]> {
  const ids: string[] = [];
  for (const Status of which === 'all' ? (['ALL'] as const) : underWay) {
    let NextToken: string | undefined;
    do {
      const list = new ListStatementsCommand({ StatementName: prefix, Status, ...(NextToken ? { NextToken } : {}) });
      const page = await withRetries(() => client.send(list), limits);
      ids.push(...(page.Statements ?? []).map((it) => it.Id!));
      NextToken = page.NextToken;
    } while (NextToken);
  }
  return ids;
}
