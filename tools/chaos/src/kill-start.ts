import { setTimeout as sleep } from 'node:timers/promises';
import { killHome } from './home-processes.ts';
import { inHome } from './in-home.ts';
import type { Outcome } from './main.ts';
import { randomFrom } from './random-from.ts';
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
