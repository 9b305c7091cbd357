import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openHome, openWarehouse } from '@tandem/adapters-local';
import { createClient } from '@tandem/client';
import type { Warehouse } from '@tandem/ports';
import { killHome } from './home-processes.ts';
import { inHome } from './in-home.ts';
import type { Outcome } from './main.ts';
import { randomFrom } from './random-from.ts';
import { filesOf, HalfLoaded, versionOf } from './star-version.ts';
import { runStart, type StartPlace } from './start-run.ts';

type Client = ReturnType<typeof createClient>;

/**
 * Kills every process of one installation at random points of load after load, and starts it again. A load that was
 * accepted must come to a good end, one that had ended must be there, and no state that can be seen may be a mixture.
 */
export async function killLoad(points: number, seed: number): Promise<Outcome> {
  console.info(`seed ${seed}`);
  const random = randomFrom(seed);
  return inHome(async (place) => {
    await runStart(place).ready;
    const { client, projectId } = await connect(place);
    const began = performance.now();
    await untilEnded(client, projectId, (await load(client, projectId, 0)).id);
    const usualMs = performance.now() - began;
    console.info(`undisturbed: ${Math.round(usualMs)} ms from upload to the end of a load`);
    const counts = { lost: 0, half_loaded: 0, unfinished: 0 };
    let failed = 0;
    let known = 0;
    for (let point = 1; point <= points; point++) {
      const killAfter = random() * usualMs * 1.1;
      try {
        known = await killAndRecover(place, known, killAfter);
        console.info(`${point}: killed after ${Math.round(killAfter)} ms, recovered with version ${known}`);
      } catch (error) {
        failed++;
        if (error instanceof HalfLoaded) counts.half_loaded++;
        else if (error instanceof Lost) counts.lost++;
        else counts.unfinished++;
        console.info(`${point}: killed after ${Math.round(killAfter)} ms, FAILED: ${(error as Error).message}`);
      }
    }
    return { points, ...counts, failed };
  });
}

class Lost extends Error {}

/** Loads the version after `known`, kills in the midst, starts again; gives the version that is there in the end. */
async function killAndRecover(place: StartPlace, known: number, killAfterMs: number): Promise<number> {
  const before = await connect(place);
  const wanted = known + 1;
  const accepted = load(before.client, before.projectId, wanted).then(
    ({ id }) => id,
    () => undefined,
  );
  await sleep(killAfterMs);
  await killHome(place.home);
  const loadId = await accepted;

  await runStart(place).ready;
  const { client, projectId, warehouse } = await connect(place);
  const first = await versionOf(warehouse);
  if (first !== known && first !== wanted) throw new Lost(`version ${first} is there instead of ${known} or ${wanted}`);
  if (loadId === undefined) return await settled(client, projectId, warehouse);
  await untilEnded(client, projectId, loadId);
  const last = await versionOf(warehouse);
  if (last !== wanted) throw new Lost(`the accepted load ${loadId} has ended, but version ${last} is there`);
  return wanted;
}

/** The version once nothing runs any more: a load whose acceptance was not heard may have been accepted. */
async function settled(client: Client, projectId: string, warehouse: Warehouse): Promise<number> {
  const { loads } = await client.listLoads({ params: { projectId }, query: { limit: 200 } });
  for (const it of loads)
    if (it.state === 'queued' || it.state === 'running') await untilEnded(client, projectId, it.id);
  return (await versionOf(warehouse))!;
}

async function load(client: Client, projectId: string, version: number) {
  const uploadIds = [];
  for (const { name, text } of filesOf(version)) {
    const body = new Blob([text]).stream();
    uploadIds.push((await client.createUpload({ params: { projectId }, query: { name }, body })).id);
  }
  return client.createLoad({ params: { projectId }, body: { uploadIds } });
}

async function untilEnded(client: Client, projectId: string, loadId: string): Promise<void> {
  for (const end = Date.now() + 120_000; Date.now() < end; await sleep(50)) {
    const { state, error } = await client.getLoad({ params: { projectId, loadId } });
    if (state === 'succeeded') return;
    if (state !== 'queued' && state !== 'running')
      throw new Lost(`the accepted load ${loadId} ${state}: ${error?.detail}`);
  }
  throw new Error(`the accepted load ${loadId} did not end within two minutes`);
}

async function connect({ home, port }: StartPlace) {
  const token = readFileSync(path.join(home, 'token'), 'utf8').trim();
  const client = createClient({ baseUrl: `http://127.0.0.1:${port}`, token });
  const { projectId } = await client.getMe();
  if (projectId === null) throw new Error('a token belongs to a project');
  return { client, projectId, warehouse: await openWarehouse(openHome(home), projectId) };
}
