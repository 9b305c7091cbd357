import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Processes that belong to a home: those that have it in their environment or on their command line; only those with
 * `program` on their command line, where it is given. Reads /proc, so it works on Linux alone. Zombies have neither.
 */
export function homeProcesses(home: string, program = ''): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid && mentions(pid, home) && read(pid, 'cmdline').includes(program));
}

/** kill -9 of all of them, until none is left that one of them started meanwhile. */
export async function killHome(home: string): Promise<number> {
  let killed = 0;
  for (let pids = homeProcesses(home); pids.length > 0; pids = homeProcesses(home)) {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
        killed++;
      } catch {
        // It has ended by itself.
      }
    }
    await sleep(10);
  }
  return killed;
}

function mentions(pid: number, home: string): boolean {
  return read(pid, 'cmdline').includes(home) || read(pid, 'environ').includes(home);
}

/** Nothing where the process has ended. */
function read(pid: number, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
