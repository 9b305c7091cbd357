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
    const run = runStart(place);
    await run.ready;
    const served = await whatIsServed(place);
    await run.stop();
    return { steps: [{ name: 'nothing', ms: 0 }, ...run.steps], served };
  });
  const wholeMs = undisturbed.steps.at(-1)!.ms;
  console.info(`undisturbed: ${(wholeMs / 1000).toFixed(1)} s; ${undisturbed.served}`);
  let recovered = 0;
  for (let point = 1; point <= points; point++) {
    const at = random() * wholeMs;
    const after = undisturbed.steps.findLastIndex((it) => it.ms <= at);
    const killPoint = { steps: after, ms: at - undisturbed.steps[after]!.ms };
    const name = `${point}: killed ${Math.round(killPoint.ms)} ms after ${undisturbed.steps[after]!.name}`;
    try {
      await inHome((place) => killAndRecover(place, killPoint, undisturbed.served));
      recovered++;
      console.info(`${name}, recovered`);
    } catch (error) {
      console.info(`${name}, FAILED: ${(error as Error).message}`);
    }
  }
  return { points, recovered, failed: points - recovered };
}

/** So long after so many steps: by steps, because the machine may be slower the next time. */
interface KillPoint {
  readonly steps: number;
  readonly ms: number;
}

async function killAndRecover(place: StartPlace, point: KillPoint, expected: string): Promise<void> {
  const first = runStart(place);
  let over = false;
  first.ready
    .catch(() => undefined)
    .finally(() => {
      over = true;
    });
  while (!over && first.steps.length < point.steps) await sleep(2);
  await sleep(point.ms);
  await killHome(place.home);
  const second = runStart(place);
  await second.ready;
  const served = await whatIsServed(place);
  await second.stop();
  if (served !== expected) throw new Error(`serves ${served}\ninstead of ${expected}`);
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
