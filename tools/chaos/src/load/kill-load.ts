import { setTimeout as sleep } from 'node:timers/promises';
import { findWarehouseHost } from '@tandem/adapters-local';
import { type Connected, connect } from '../connect.ts';
import { homeProcesses, killHome } from '../home-processes.ts';
import { inHome } from '../in-home.ts';
import type { Outcome } from '../main.ts';
import { randomFrom } from '../random-from.ts';
import { runStart, type StartPlace, type StartRun } from '../start-run.ts';
import { type Act, drawAct, loadOf, type Past } from './acts.ts';
import { type Lengths, LifeOfLoad, type Moment, momentAt, type Phase, phases, unknownLengths } from './kill-moment.ts';
import { readAlong, SeenBetween } from './readers.ts';
import { HalfLoaded, publishedVersion, versionOf } from './star-version.ts';

/** The fraction of the golden ratio: its multiples lie evenly between 0 and 1, however many are taken. */
const golden = (Math.sqrt(5) - 1) / 2;
const patienceMs = 600_000;

/**
 * Kills processes of one installation at points spread evenly over the life of load after load, and starts it again
 * where that is needed. What was accepted must come to a good end, what had ended must be there, and no state that can
 * be seen, by readers that look on or afterwards, may be a mixture.
 */
export async function killLoad(points: number, seed: number): Promise<Outcome> {
  console.info(`seed ${seed}`);
  const random = randomFrom(seed);
  return inHome(async (place) => {
    const trial = new Trial(place);
    await trial.begin();
    const counts = { lost: 0, half_loaded: 0, unfinished: 0 };
    const killed = Object.fromEntries(phases.map((it) => [it, 0])) as Record<Phase, number>;
    let failed = 0;
    const offset = random();
    for (let point = 1; point <= points; point++) {
      const act = await drawAct(trial.past, random, point);
      const victim = drawVictim(random);
      const moment = momentAt((offset + point * golden) % 1, trial.lengths);
      const name = `${point}: ${act.name}, killed ${victim} ${Math.round(moment.ms)} ms into ${moment.phase}`;
      const began = performance.now();
      try {
        killed[await trial.killAndRecover(act, victim, moment)]++;
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        console.info(`${name}, recovered with version ${trial.past.known} after ${seconds} s`);
      } catch (error) {
        failed++;
        if (error instanceof HalfLoaded || error instanceof SeenBetween) counts.half_loaded++;
        else if (error instanceof Lost) counts.lost++;
        else counts.unfinished++;
        console.info(`${name}, FAILED: ${(error as Error).message}`);
        await trial.beginAgain();
      }
    }
    console.info(`killed in ${phases.map((it) => `${it} ${killed[it]}`).join(', ')}`);
    return { points, ...counts, reads: trial.reads, failed };
  });
}

class Lost extends Error {}

/** Everything; or what carries out the load first, and the rest a moment later; or only the process that owns the star. */
type Victim = 'everything' | 'the worker' | 'the warehouse';

/** The last one needs no new start: points in it take a third of the time. */
function drawVictim(random: () => number): Victim {
  const draw = random();
  return draw < 0.35 ? 'everything' : draw < 0.5 ? 'the worker' : 'the warehouse';
}

class Trial {
  readonly #place: StartPlace;
  #run: StartRun | undefined;
  #past = { known: 0, newest: 0, loads: new Map<number, string>() };
  #lengths: Lengths = unknownLengths;
  /** States that readers have seen while something went on. */
  reads = 0;

  constructor(place: StartPlace) {
    this.#place = place;
  }

  get past(): Past {
    return this.#past;
  }

  /** Of each phase of a load, as the last ones went. */
  get lengths(): Lengths {
    return this.#lengths;
  }

  /** The first version, undisturbed. */
  async begin(): Promise<void> {
    const it = await this.#started();
    const life = new LifeOfLoad(it);
    const { id } = await (await loadOf(0, 'csv')).send(it);
    life.accepted(id);
    await untilEnded(it, id, () => life.look());
    this.#learn(life);
    this.#past.loads.set(0, id);
    console.info(`undisturbed: ${phases.map((phase) => `${phase} ${Math.round(this.#lengths[phase])} ms`).join(', ')}`);
  }

  /** After a point that failed: from whatever is there. */
  async beginAgain(): Promise<void> {
    await this.#killAll();
    const it = await this.#started();
    await settle(it);
    this.#past.known = (await versionOf(it.warehouse))!;
  }

  /** Gives the phase in which the kill came. */
  async killAndRecover(act: Act, victim: Victim, moment: Moment): Promise<Phase> {
    const it = await this.#started();
    const { known } = this.#past;
    if (act.brings !== undefined) this.#past.newest = Math.max(this.#past.newest, act.brings);
    const readers = readAlong(it, [known, act.wanted]);
    const life = new LifeOfLoad(it);
    let loadId: string | undefined;
    const ended = act.send(it).then(
      async ({ id }) => {
        loadId = id;
        life.accepted(id);
        await untilEnded(it, id);
      },
      () => undefined,
    );
    ended.catch(() => undefined);
    const phase = await life.reaches(
      moment,
      ended.catch(() => undefined),
    );
    this.#learn(life);
    const seen = await readers.stop();
    await this.#kill(victim, it);
    await readers.ended;
    this.reads += seen;

    const after = await this.#started();
    const first = await versionOf(after.warehouse);
    if (first !== known && first !== act.wanted) {
      throw new Lost(`version ${first} is there instead of ${known} or ${act.wanted}`);
    }
    // Where only one process was killed, the API may be answering still.
    if (victim === 'the warehouse') await ended;
    if (loadId !== undefined) await untilEnded(after, loadId);
    await settle(after);
    const last = await versionOf(after.warehouse);
    if (loadId !== undefined && last !== act.wanted) {
      throw new Lost(`the accepted load ${loadId} has ended, but version ${last} is there`);
    }
    const published = await publishedVersion(after.client, after.projectId);
    if (published !== last) throw new Lost(`version ${last} is there, but SQL reads version ${published}`);
    this.#past.known = last!;
    if (loadId !== undefined && act.name.startsWith('load')) this.#past.loads.set(last!, loadId);
    return phase;
  }

  async #kill(victim: Victim, { home, projectId }: Connected): Promise<void> {
    if (victim === 'everything') return this.#killAll();
    const pid =
      victim === 'the worker'
        ? homeProcesses(this.#place.home, '/apps/worker/src/main.ts')[0]
        : await findWarehouseHost(home, projectId);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    if (victim === 'the worker') {
      await sleep(100);
      await this.#killAll();
    }
  }

  async #killAll(): Promise<void> {
    await killHome(this.#place.home);
    await this.#end();
  }

  async #end(): Promise<void> {
    await this.#run?.ended;
    this.#run = undefined;
  }

  async #started(): Promise<Connected> {
    this.#run ??= runStart(this.#place);
    await this.#run.ready;
    return connect(this.#place);
  }

  #learn(life: LifeOfLoad): void {
    const seen = Object.entries(life.lengths()) as [Phase, number][];
    // The last one was cut off.
    for (const [phase, ms] of seen.slice(0, -1)) {
      this.#lengths = { ...this.#lengths, [phase]: 0.7 * this.#lengths[phase] + 0.3 * ms };
    }
  }
}

/** Waits until nothing runs any more: a load whose acceptance was not heard may have been accepted. */
async function settle(it: Connected): Promise<void> {
  const { loads } = await it.client.listLoads({ params: { projectId: it.projectId }, query: { limit: 200 } });
  for (const { id, state } of loads) if (state === 'queued' || state === 'running') await untilEnded(it, id);
}

async function untilEnded({ client, projectId }: Connected, loadId: string, look?: () => unknown): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(50)) {
    look?.();
    const { state, error } = await client.getLoad({ params: { projectId, loadId } });
    if (state === 'succeeded') return;
    if (state !== 'queued' && state !== 'running')
      throw new Lost(`the accepted load ${loadId} ${state}: ${error?.detail}`);
  }
  throw new Error(`the accepted load ${loadId} did not end within ${patienceMs / 60_000} minutes`);
}
