import { spawnSync } from 'node:child_process';

/** Figures of one process: wall seconds and CPU seconds of the work, peak memory of the process. */
export interface ProcessFigures {
  readonly s: number;
  readonly cpu_s: number;
  readonly rss_mb: number;
  readonly loaded?: number;
}

/** Measures some work in this process and prints its figures as the last line. */
export async function printFigures(work: () => Promise<{ loaded: number } | undefined>): Promise<void> {
  const began = performance.now();
  const before = process.cpuUsage();
  const more = await work();
  const { user, system } = process.cpuUsage(before);
  const figures: ProcessFigures = {
    s: (performance.now() - began) / 1000,
    cpu_s: (user + system) / 1e6,
    rss_mb: process.resourceUsage().maxRSS / 1024,
    ...more,
  };
  console.info(JSON.stringify(figures));
}

/** Runs a program to its end and reads the figures that it prints. Throws with what it said where it fails. */
export function figuresOf(command: string, args: readonly string[]): ProcessFigures {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${command} ${args[0]} ended with ${status}:\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as ProcessFigures;
}
