import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeEmbeddedPostgres } from '@tandem/adapters-local';
import { killHome } from './home-processes.ts';
import type { Outcome } from './main.ts';
import { runStart, type StartPlace, whatIsServed } from './start-run.ts';

/**
 * Kills every process of an installation at random points of its first flow, each time in a home of its own, and
 * starts again: that start must get to ready, serve the same as an undisturbed one, and stop without leaving a process.
 */
export async function killStart(points: number, seed: number): Promise<Outcome> {
  console.info(`seed ${seed}`);
  const random = randomFrom(seed);
  const undisturbed = await inHome(async (place) => {
    const started = performance.now();
    const run = runStart(place);
    await run.ready;
    const ms = performance.now() - started;
    const served = await whatIsServed(place);
    await run.stop();
    return { ms, served };
  });
  console.info(`undisturbed: ready after ${(undisturbed.ms / 1000).toFixed(1)} s; ${undisturbed.served}`);
  let recovered = 0;
  for (let point = 1; point <= points; point++) {
    const killAfterMs = random() * undisturbed.ms;
    try {
      const step = await inHome((place) => killAndRecover(place, killAfterMs, undisturbed.served));
      recovered++;
      console.info(`${point}: killed after ${(killAfterMs / 1000).toFixed(2)} s (${step}), recovered`);
    } catch (error) {
      console.info(`${point}: killed after ${(killAfterMs / 1000).toFixed(2)} s, FAILED: ${(error as Error).message}`);
    }
  }
  return { points, recovered, failed: points - recovered };
}

/** Gives the last step that the killed start had ended. */
async function killAndRecover(place: StartPlace, killAfterMs: number, expected: string): Promise<string> {
  const first = runStart(place);
  first.ready.catch(() => undefined);
  await sleep(killAfterMs);
  await killHome(place.home);
  const second = runStart(place);
  await second.ready;
  const served = await whatIsServed(place);
  await second.stop();
  if (served !== expected) throw new Error(`serves ${served}\ninstead of ${expected}`);
  const steps = first.output().match(/^✓ \S+( \S+)?/gm) ?? ['✓ nothing'];
  return steps.at(-1)!.slice(2);
}

async function inHome<T>(work: (place: StartPlace) => Promise<T>): Promise<T> {
  const home = mkdtempSync(path.join(tmpdir(), 'tandem-chaos-'));
  try {
    return await work({ home, port: await freePort() });
  } finally {
    await killHome(home);
    await removeEmbeddedPostgres(path.join(home, 'postgres'));
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has a port');
  return address.port;
}

/** Mulberry32: the same points for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
