import type { Client } from '@tandem/client';
import type { LoadSummary } from '@tandem/data-model/contract';

/** The loads of a project, newest first; asks for a page at a time, as far as they are read. */
export async function* eachLoad(client: Pick<Client, 'listLoads'>, projectId: string): AsyncGenerator<LoadSummary> {
  let before: string | undefined;
  do {
    const { loads, next } = await client.listLoads({ params: { projectId }, query: before ? { before } : {} });
    yield* loads;
    before = next ?? undefined;
  } while (before !== undefined);
}
