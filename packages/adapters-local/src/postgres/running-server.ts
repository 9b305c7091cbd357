import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '@tandem/data-model';

/** What a server writes about itself into its cluster, in `postmaster.pid`. */
export interface PostmasterNote {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

export function readPostmasterNote(cluster: string): PostmasterNote | undefined {
  let lines: string[];
  try {
    lines = readFileSync(noteIn(cluster), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Stops the server that a killed start has left behind in `cluster`. Where the noted process number now belongs to
 * somebody else's process, that one is left alone and the note removed, because PostgreSQL would take it for a server.
 */
export async function stopLeftServer(cluster: string): Promise<void> {
  const note = readPostmasterNote(cluster);
  if (!note || !isAlive(note.pid)) return;
  if (!serves(note.pid, cluster)) rmSync(noteIn(cluster), { force: true });
  else await stopServer(note.pid, cluster);
}

/** Ends sessions and shuts down, within 20 s; after 10 s without a checkpoint, which the next start makes up for. */
export async function stopServer(pid: number, cluster: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (isAlive(pid)) process.kill(pid, signal);
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(5)) {
      if (!isAlive(pid) || !serves(pid, cluster)) return;
    }
  }
  throw new Unavailable(
    `The PostgreSQL server of ${cluster}, process ${pid}, does not stop.`,
    `Look at its log, and end it with: kill -QUIT ${pid}`,
  );
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the process is a server of this cluster, by its command line. A zombie has none. */
function serves(pid: number, cluster: string): boolean {
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(`-D ${cluster} `);
  } catch {
    return false;
  }
}

const noteIn = (cluster: string) => path.join(cluster, 'postmaster.pid');
