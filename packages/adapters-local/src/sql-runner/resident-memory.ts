import { readFile } from 'node:fs/promises';

/** Resident bytes of a process and those that it started; null where the system does not tell. */
export async function residentMemory(pid: number): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const theirs = await Promise.all(children.trim().split(' ').filter(Boolean).map(Number).map(residentMemory));
    return theirs.reduce<number>((sum, it) => sum + (it ?? 0), own);
  } catch {
    return null;
  }
}
