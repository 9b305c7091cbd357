import { chmodSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KnownError } from '@tandem/data-model';
import { type Connected, connect } from '../connect.ts';
import { killHome } from '../home-processes.ts';
import { upload } from '../load/acts.ts';
import { type Lengths, LifeOfLoad, momentAt, type Phase, phases } from '../load/kill-moment.ts';
import { SeenBetween } from '../load/readers.ts';
import { publishedVersion, versionOf } from '../load/star-version.ts';
import { filesOf, type VersionFile } from '../load/version-files.ts';
import { runStart, type StartPlace, type StartRun } from '../start-run.ts';
import { freeBytes, layBallast } from './ballast.ts';
import { type Stop, stopOfCall, stopOfLoad, stopOfStart } from './step.ts';

/** A folder of the home, or all of it. */
export type OnDisk = 'objects' | 'warehouses' | 'postgres' | 'home';

const patienceMs = 600_000;
/** Less than a twentieth, which a load allows to be rejected. */
const faultyLines = 1_000;

/** One installation, part of which lies on the small disk. */
export class DiskTrial {
  readonly #place: StartPlace;
  readonly #onDisk: OnDisk;
  readonly #disk: string;
  #run: StartRun | undefined;
  #known = 0;
  #newest = 0;
  /** Bytes that a load takes from the disk in each phase. */
  #takes: Lengths = { upload: 0, wait: 0, stage: 0, merge: 0, publish: 0 };

  constructor(place: StartPlace, onDisk: OnDisk, disk: string) {
    this.#place = place;
    this.#onDisk = onDisk;
    this.#disk = disk;
  }

  /** A first load, and a second that replaces it, whose bytes are counted. */
  async begin(): Promise<void> {
    if (this.#onDisk !== 'home') {
      const own = mkdtempSync(path.join(this.#disk, `${this.#onDisk}-`));
      // As root, the database runs as another user, who must be able to walk there.
      chmodSync(own, 0o711);
      const target = path.join(own, this.#onDisk);
      mkdirSync(target, { mode: 0o700 });
      symlinkSync(target, path.join(this.#place.home, this.#onDisk));
    }
    const it = await this.#started();
    await untilGood(it, await accepted(it, await faulty(0)));
    const ballast = layBallast(this.#disk, Math.floor(freeBytes(this.#disk) * 0.9));
    const life = new LifeOfLoad(it);
    const before: Partial<Record<Phase, number>> = {};
    const look = setInterval(() => {
      before[life.look()] ??= ballast.used();
    }, 1);
    try {
      const id = await accepted(it, await faulty(1));
      life.accepted(id);
      await untilGood(it, id);
      const at = phases.map((phase) => before[phase] ?? 0);
      const ends = [...at.slice(1), ballast.used()];
      this.#takes = Object.fromEntries(phases.map((phase, k) => [phase, Math.max(ends[k]! - at[k]!, 0)])) as Lengths;
    } finally {
      clearInterval(look);
      ballast.lift();
    }
    this.#known = this.#newest = 1;
    console.info(
      `${this.#onDisk}: ${phases.map((it) => `${it} ${Math.round(this.#takes[it] / 1024)} KiB`).join(', ')}`,
    );
  }

  /** Bytes that bring a load to a place, from 0 to 1, among all that it writes. */
  budget(place: number): number {
    const { phase, ms: bytes } = momentAt(place, this.#takes);
    return phases.slice(0, phases.indexOf(phase)).reduce((sum, it) => sum + this.#takes[it], 0) + Math.floor(bytes);
  }

  /** Gives what was said where the bytes were too few; `toTheEnd` waits until the load gives up by itself. */
  async fillAndRecover(bytes: number, toTheEnd: boolean): Promise<Stop | undefined> {
    const it = await this.#started();
    const known = this.#known;
    const wanted = ++this.#newest;
    const files = await faulty(wanted);
    const ballast = layBallast(this.#disk, bytes);
    let attempt: Attempt;
    try {
      attempt = await this.#attempt(it, files, toTheEnd);
      if (attempt.stop?.step !== 'database') await readable(it, [known, wanted]);
    } finally {
      ballast.lift();
    }
    const after = await this.#started();
    await readable(after, [known, wanted]);
    await settle(after);
    const { state } = attempt.loadId ? await loadOf(after, attempt.loadId) : { state: 'failed' };
    if (state !== 'succeeded') await untilGood(after, await accepted(after, files));
    await readable(after, [wanted]);
    await this.#nothingHalfWritten();
    this.#known = wanted;
    return attempt.stop;
  }

  /** After a point that failed: from whatever is there. */
  async beginAgain(): Promise<void> {
    await killHome(this.#place.home);
    await this.#run?.ended;
    this.#run = undefined;
    const it = await this.#started();
    await settle(it);
    this.#known = (await versionOf(it.warehouse))!;
  }

  async #attempt(it: Connected, files: readonly VersionFile[], toTheEnd: boolean): Promise<Attempt> {
    const uploadIds: string[] = [];
    let loadId: string | undefined;
    let step = 'upload';
    try {
      for (const file of files) uploadIds.push((await upload(file, it)).id);
      step = 'accept';
      const { projectId } = it;
      loadId = (await it.client.createLoad({ params: { projectId }, body: { uploadIds } })).id;
      step = 'look';
      let stop: Stop | undefined;
      for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(50)) {
        const load = await loadOf(it, loadId);
        stop = stopOfLoad(load) ?? stop;
        if (load.state === 'failed' || load.state === 'succeeded') return { loadId, stop };
        if (stop && !toTheEnd) return { loadId, stop };
      }
      throw new Error(`the load ${loadId} neither ended nor said what it waits for`);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      // Without its database an installation ends; the call that broke off says less than its last words.
      const said = await Promise.race([this.#run!.ended, sleep(error.code === 'DISK_FULL' ? 0 : 60_000)]);
      if (said === undefined) return { loadId, stop: stopOfCall(step, error) };
      this.#run = undefined;
      return { loadId, stop: stopOfStart(said) };
    }
  }

  async #started(): Promise<Connected> {
    this.#run ??= runStart(this.#place);
    await this.#run.ready;
    return connect(this.#place);
  }

  async #nothingHalfWritten(): Promise<void> {
    const names = await readdir(this.#place.home, { recursive: true }).catch(() => []);
    const onDisk = await readdir(this.#disk, { recursive: true });
    const left = [...names, ...onDisk].filter((it) => path.basename(it).startsWith('.partial-'));
    if (left.length > 0) throw new Error(`half-written files are left: ${left.join(', ')}`);
  }
}

interface Attempt {
  /** Of the load, where it was accepted. */
  readonly loadId: string | undefined;
  readonly stop: Stop | undefined;
}

/** What can be seen, by the warehouse and in SQL, is whole and one of the `allowed` versions. */
async function readable(it: Connected, allowed: readonly number[]): Promise<void> {
  for (const version of [await versionOf(it.warehouse), await publishedVersion(it.client, it.projectId)]) {
    if (!allowed.includes(version ?? Number.NaN)) {
      throw new SeenBetween(`version ${version} is there, where only ${allowed.join(' or ')} may be`);
    }
  }
}

/** The files of a version, with lines that are rejected. */
async function faulty(version: number): Promise<VersionFile[]> {
  const [sales, ...more] = await filesOf(version, 'csv');
  const lines = Buffer.from('none,Store,Street,Bonn,NW,Germany,2024-01-01,1\n'.repeat(faultyLines));
  return [{ name: sales!.name, bytes: Buffer.concat([sales!.bytes, lines]) }, ...more];
}

async function accepted(it: Connected, files: readonly VersionFile[]): Promise<string> {
  const uploadIds = [];
  for (const file of files) uploadIds.push((await upload(file, it)).id);
  return (await it.client.createLoad({ params: { projectId: it.projectId }, body: { uploadIds } })).id;
}

const loadOf = ({ client, projectId }: Connected, loadId: string) => client.getLoad({ params: { projectId, loadId } });

/** Waits until no load is open: one that waits for space, or was sent though its sender heard of no acceptance. */
async function settle(it: Connected): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100)) {
    const { loads } = await it.client.listLoads({ params: { projectId: it.projectId }, query: { limit: 200 } });
    if (loads.every(({ state }) => state !== 'queued' && state !== 'running')) return;
  }
  throw new Error(`a load did not end within ${patienceMs / 60_000} minutes`);
}

async function untilGood(it: Connected, loadId: string): Promise<void> {
  await settle(it);
  const { state, error } = await loadOf(it, loadId);
  if (state !== 'succeeded') throw new Error(`with space again the load ${loadId} ${state}: ${error?.detail}`);
}
