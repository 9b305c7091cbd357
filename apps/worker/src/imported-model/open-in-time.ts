import { Cancelled } from '@tandem/data-model';
import { type OpenImportedModel, usualTimeoutMs } from './open-imported-model.ts';

/** Share of a time limit that opening a model may take. */
const shareToOpen = 1 / 4;

/** An imported model that is ready to run, or the sentence that says why it was left out. */
export type Opening =
  | { readonly opened: OpenImportedModel; readonly leftOut?: undefined }
  | { readonly opened?: undefined; readonly leftOut: string };

/**
 * Opens an imported model, and gives up where a time limit leaves no room for it: after a quarter of the limit, two minutes
 * at most. Throws what `open` throws, which rejects with Cancelled soon after its signal aborts.
 *
 * @param limitSeconds null without a limit; `open` then has its own time for each answer
 */
export async function openInTime(
  title: string,
  limitSeconds: number | null,
  open: (signal: AbortSignal | undefined) => Promise<OpenImportedModel>,
  signal: AbortSignal | undefined,
): Promise<Opening> {
  if (limitSeconds === null) return { opened: await open(signal) };
  const roomMs = Math.min(1000 * limitSeconds * shareToOpen, usualTimeoutMs);
  const late = AbortSignal.timeout(roomMs);
  try {
    return { opened: await open(signal ? AbortSignal.any([signal, late]) : late) };
  } catch (error) {
    if (!late.aborted || signal?.aborted || !(error instanceof Cancelled)) throw error;
    return {
      leftOut: `The imported model ${title} was left out: it could not be opened within ${roomMs / 1000} s, its part of the time limit.`,
    };
  }
}
