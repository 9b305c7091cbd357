import { onStopSignals } from './installation/stop-signals.ts';
import { exitCodes } from './report-error.ts';
import { Stopped } from './stopped.ts';

/**
 * Does something long that a person may stop: Ctrl-C aborts the signal, a later one ends the process at once. Throws
 * Stopped where it did not come to its end for that reason.
 */
export async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  const unlisten = onStopSignals(
    () => stopping.abort(),
    () => process.exit(exitCodes.stopped),
  );
  try {
    return await work(stopping.signal);
  } catch (cause) {
    throw stopping.signal.aborted ? new Stopped({ cause }) : cause;
  } finally {
    unlisten();
  }
}
