import type { Client } from '@tandem/client';
import type { Load, Upload } from '@tandem/data-model/contract';
import { eachLoad } from './each-load.ts';
import { ended, isGood, JobFailed } from './jobs.ts';

interface LoadContext {
  readonly client: Client;
  readonly projectId: string;
  readonly note: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Loads uploads into the star, or plans to. Throws JobFailed, with the first rejected rows, where the load failed whole. */
export async function loadUploads(
  context: LoadContext,
  uploads: readonly Upload[],
  options: { readonly plan?: boolean; readonly maxRejectShare?: number } = {},
): Promise<Load> {
  const { client, projectId } = context;
  const uploadIds = uploads.map((it) => it.id);
  return endOfLoad(context, await client.createLoad({ params: { projectId }, body: { uploadIds, ...options } }));
}

/** The same, unless a load of just these uploads is good. */
export async function ensureLoad(context: LoadContext, uploads: readonly Upload[]): Promise<Load> {
  const { client, projectId } = context;
  const wanted = uploads
    .map((it) => it.id)
    .sort()
    .join();
  for await (const it of eachLoad(client, projectId)) {
    const isKnown = it.kind === 'load' && isGood(it) && [...it.uploadIds].sort().join() === wanted;
    if (isKnown) return endOfLoad(context, it);
  }
  return loadUploads(context, uploads);
}

/** A load once it has ended well. Throws JobFailed, with the first rejected rows, where it failed. */
export async function endOfLoad(
  { client, projectId, note, signal }: LoadContext,
  { id }: Pick<Load, 'id'>,
): Promise<Load> {
  const params = { projectId, loadId: id };
  try {
    return await ended('The load', () => client.getLoad({ params }), note, signal);
  } catch (error) {
    if (!(error instanceof JobFailed)) throw error;
    const { rejects, total } = await client.listRejects({ params, query: { limit: 10 } });
    if (total > 0) {
      const lines = rejects.map((it) => `  ${it.file}:${it.line} ${it.column}: ${it.reason}`);
      error.message += `\n${total} rows were rejected, among them:\n${lines.join('\n')}`;
    }
    throw error;
  }
}
