import { inHome } from '../in-home.ts';
import { SeenBetween } from '../load/readers.ts';
import { HalfLoaded } from '../load/star-version.ts';
import type { Outcome } from '../main.ts';
import { randomFrom } from '../random-from.ts';
import { DiskTrial, type OnDisk } from './disk-trial.ts';
import { ownDisk } from './small-disk.ts';

/** What lies on the small disk, and how many of ten points it gets. */
const turns: readonly (readonly [OnDisk, number])[] = [
  ['objects', 4],
  ['warehouses', 2],
  ['postgres', 2],
  ['home', 2],
];

/**
 * Leaves a load too little space on a disk, at points spread over what it writes; each time with one store on that disk,
 * or all of the home. It must be said that the disk is full, what is there must be readable and whole, and with space
 * again the same load, or else a new one, must come to a good end.
 */
export async function fillDisk(points: number, seed: number): Promise<Outcome> {
  console.info(`seed ${seed}`);
  const random = randomFrom(seed);
  const disk = ownDisk()!;
  const steps = new Map<string, number>();
  const counts = { clear_errors: 0, unclear_errors: 0, half_loaded: 0, recovered: 0 };
  let failed = 0;
  let done = 0;
  for (const [k, [onDisk, share]] of turns.entries()) {
    const upTo = k === turns.length - 1 ? points : Math.round((points * sumTo(k)) / 10);
    const own = Math.max(upTo - done, 0);
    done += own;
    if (own === 0 || share === 0) continue;
    await inHome(
      async (place) => {
        const trial = new DiskTrial(place, onDisk, disk);
        await trial.begin();
        for (let point = 1; point <= own; point++) {
          const budget = trial.budget((point - 1 + random()) / own);
          const name = `${onDisk} ${point}: ${Math.round(budget / 1024)} KiB left`;
          const began = performance.now();
          try {
            const stop = await trial.fillAndRecover(budget, point % 4 === 0);
            if (stop) steps.set(`${onDisk}: ${stop.step}`, (steps.get(`${onDisk}: ${stop.step}`) ?? 0) + 1);
            if (stop?.isClear) counts.clear_errors++;
            else if (stop) counts.unclear_errors++;
            counts.recovered++;
            if (stop && !stop.isClear) failed++;
            const seconds = ((performance.now() - began) / 1000).toFixed(1);
            const how = stop ? `${stop.isClear ? '' : 'UNCLEAR '}${stop.step} said "${stop.said}"` : 'enough';
            console.info(`${name}: ${how}; recovered after ${seconds} s`);
          } catch (error) {
            failed++;
            if (error instanceof HalfLoaded || error instanceof SeenBetween) counts.half_loaded++;
            console.info(`${name}: FAILED: ${(error as Error).message}`);
            await trial.beginAgain();
          }
        }
      },
      onDisk === 'home' ? disk : undefined,
    );
  }
  for (const [step, times] of steps) console.info(`${step}: ${times}`);
  return { points, steps: steps.size, ...counts, failed };
}

const sumTo = (last: number) => turns.slice(0, last + 1).reduce((sum, [, share]) => sum + share, 0);
