import process from 'node:process';
import { openDuckDb } from './duckdb-warehouse.ts';
import { errorAnswer } from './host-protocol.ts';
import { serveWarehouse } from './host-server.ts';

/** What a host is started with, as JSON in its one argument. */
export interface HostSettings {
  readonly file: string;
  readonly objectsRoot: string;
  readonly socketPath: string;
  readonly threads: number;
  readonly memoryLimit: string;
  readonly idleMs: number;
}

/** Calls under way may take this long once the host has been told to end. */
const graceMs = 25_000;

/**
 * A process that owns one DuckDB file. It tells its parent `{ ready: true }` or why it cannot start, and ends when it
 * is told to, when its parent is gone, however that ended, or when no call has come for a while.
 */
async function main(settings: HostSettings): Promise<void> {
  process.umask(0o077);
  // What is printed goes to a file. Node ends a process whose output cannot be written, and a full disk must end none.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  const warehouse = await openDuckDb(settings);
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await server.stop(graceMs);
    await warehouse.close();
    process.exit(0);
  };
  let idle = setTimeout(end, settings.idleMs);
  const startedAt = new Date().toISOString();
  const server = await serveWarehouse(warehouse, settings.socketPath, {
    onBusy: () => clearTimeout(idle),
    onIdle: () => {
      idle = setTimeout(end, settings.idleMs);
    },
    onStop: end,
    state: (calls, heldBy) => {
      const { memoryLimit, threads } = settings;
      const use = { memoryBytes: process.memoryUsage.rss(), memoryLimit, threads, calls, heldBy: [...heldBy] };
      const idleStopSeconds = settings.idleMs / 1000;
      return { pid: process.pid, state: { state: 'running', startedAt, ...use, idleStopSeconds, note: null } };
    },
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
  // The channel closes with the parent even where that was killed.
  process.on('disconnect', end);
  if (!process.connected) return end();
  process.send?.({ ready: true });
}

main(JSON.parse(process.argv[2]!)).catch((error: unknown) => {
  console.error(error);
  process.send?.({ ready: false, answer: errorAnswer(error) }, () => process.exit(1));
  if (!process.connected) process.exit(1);
});
