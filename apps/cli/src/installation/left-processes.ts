import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { processIdentity } from './process-identity.ts';

const Note = z.array(z.object({ pid: z.int(), identity: z.string() }));

const noteIn = (root: string) => path.join(root, 'processes.json');

/** Remembers the processes of an installation, for the start after a kill. */
export function noteProcesses(root: string, pids: readonly number[]): void {
  const note = pids.flatMap((pid) => {
    const identity = processIdentity(pid);
    return identity ? [{ pid, identity }] : [];
  });
  writeFileSync(noteIn(root), JSON.stringify(note), { mode: 0o600 });
}

export function forgetProcesses(root: string): void {
  rmSync(noteIn(root), { force: true });
}

/**
 * Waits until the processes of a killed start are gone: they end themselves when their parent has, having cleaned up.
 * What still runs after `graceMs` is killed. The caller holds the home's lock.
 */
export async function endLeftProcesses(root: string, graceMs: number): Promise<void> {
  const left = readNote(root).filter(({ pid, identity }) => processIdentity(pid) === identity);
  for (const end = Date.now() + graceMs; left.length > 0; await sleep(20)) {
    for (const [i, { pid, identity }] of [...left.entries()].reverse()) {
      if (processIdentity(pid) !== identity) left.splice(i, 1);
      else if (Date.now() > end) process.kill(pid, 'SIGKILL');
    }
  }
  forgetProcesses(root);
}

function readNote(root: string): z.infer<typeof Note> {
  try {
    return Note.parse(JSON.parse(readFileSync(noteIn(root), 'utf8')));
  } catch {
    return [];
  }
}
