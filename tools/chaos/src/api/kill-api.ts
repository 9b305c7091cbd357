import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openControlStore, openDiskObjectStore, openHome } from '@tandem/adapters-local';
import { startTestPostgres } from '@tandem/adapters-local/test-postgres';
import { ApiError, createClient } from '@tandem/client';
import type { ControlStore, ObjectStore } from '@tandem/ports';
import { inHome } from '../in-home.ts';
import type { Outcome } from '../main.ts';
import { randomFrom } from '../random-from.ts';
import { startApi } from './api-process.ts';
import { type Acknowledged, type Client, type Unanswered, write } from './writers.ts';

const writers = 6;
/** By writes and not by time, because the machine may be slower the next time. */
const mostWrites = 60;
const spreadMs = 40;
/** How long the claim of a killed process holds at most; a repeated call waits for its end, so it comes later. */
const claimMs = 15_000;

/**
 * Kills the API at random moments under writers, and starts it again: every write that was acknowledged must be there,
 * with its bytes. What got no answer is sent again with its key, and must then be there once.
 */
export async function killApi(points: number, seed: number): Promise<Outcome> {
  console.info(`seed ${seed}`);
  const random = randomFrom(seed);
  const postgres = await startTestPostgres();
  try {
    return await inHome(async ({ home, port }) => {
      const place = { home, port, databaseUrl: await postgres.createDatabase() };
      const control = await openControlStore(place.databaseUrl);
      const objects = openDiskObjectStore(openHome(home).objects);
      let api = await startApi(place);
      const { client, projectId } = await signIn(control, port, () => api);
      const all: Acknowledged[] = [];
      let [lost, repeated] = [0, 0];
      let open: Cut[] = [];
      /** Sends again what was cut off so long ago that no claim holds it, or all, and gives what is acknowledged now. */
      const repeat = async (isAll: boolean) => {
        const due = open.filter((it) => isAll || it.atMs + claimMs < Date.now());
        open = open.filter((it) => !due.includes(it));
        const made = await sendAgain(due.map((it) => it.send));
        repeated += made.length;
        return made;
      };
      for (let point = 1; point <= points; point++) {
        const { acknowledged, unanswered, over } = write(client, projectId, writers);
        const after = Math.floor(random() * mostWrites);
        await Promise.race([over, reached(acknowledged, after)]);
        await sleep(random() * spreadMs);
        await api.kill();
        await over;
        api = await startApi(place);
        open.push(...unanswered.map((send) => ({ send, atMs: Date.now() })));
        const again = await repeat(point === points);
        const missing = await notFound([...acknowledged, ...again], projectId, control, objects);
        lost += missing.length;
        all.push(...acknowledged, ...again);
        console.info(`${point}: ${acknowledged.length} acknowledged, ${again.length} repeated, ${missing.length} lost`);
      }
      const missing = await notFound(all, projectId, control, objects);
      const twice = await madeTwice(control, projectId);
      await api.kill();
      await control.close();
      lost = Math.max(lost, missing.length);
      return { points, acknowledged: all.length, repeated, twice, lost, failed: lost };
    });
  } finally {
    await postgres.stop();
  }
}

/** A write whose answer a kill has cut off, and when. */
interface Cut {
  readonly send: Unanswered;
  readonly atMs: number;
}

async function reached(list: readonly unknown[], length: number): Promise<void> {
  while (list.length < length) await sleep(1);
}

async function signIn(control: ControlStore, port: number, api: () => Awaited<ReturnType<typeof startApi>>) {
  const baseUrl = `http://127.0.0.1:${port}`;
  const { secret } = await api().ask({ type: 'create-sign-in-link', requestId: 'chaos' }, 'sign-in-link');
  const reply = await fetch(`${baseUrl}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  const cookie = reply.headers
    .getSetCookie()
    .map((it) => it.split(';')[0])
    .join('; ');
  const domain = await control.domains.create({ name: 'Chaos', region: 'eu-west-1', portalUrl: baseUrl });
  const profile = await control.projectProfiles.create(domain.id, { name: 'Chaos', blueprints: [] });
  const steps = [
    {
      name: 'RedshiftServerless',
      state: 'succeeded' as const,
      detail: '',
      tries: 1,
      startedAt: null,
      endedAt: null,
      error: null,
    },
  ];
  const ids = { domainId: domain.id, profileId: profile.id };
  const project = await control.projects.create({ ...ids, name: 'Chaos', catalogName: 'chaos', steps });
  await control.projects.update(project.id, { state: 'active' });
  return { client: createClient({ baseUrl, cookie }) as Client, projectId: project.id };
}

/** A domain's name is taken where it was made and the answer got lost; that is what the key's reply would have said. */
async function sendAgain(unanswered: readonly Unanswered[]): Promise<Acknowledged[]> {
  const made: Acknowledged[] = [];
  for (const send of unanswered) {
    try {
      made.push(await send());
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'CONFLICT')) throw error;
    }
  }
  return made;
}

async function notFound(
  writes: readonly Acknowledged[],
  projectId: string,
  control: ControlStore,
  objects: ObjectStore,
) {
  const domains = new Set((await control.domains.list()).map((it) => it.id));
  const missing: Acknowledged[] = [];
  for (const it of writes) {
    if (it.kind === 'domain' && domains.has(it.id)) continue;
    if (it.kind === 'load' && (await control.loads.get(projectId, it.id))) continue;
    if (it.kind === 'upload' && (await holds(it, projectId, control, objects))) continue;
    console.info(`lost: ${it.kind} ${it.id}`);
    missing.push(it);
  }
  return missing;
}

async function holds({ id, sha256 }: Acknowledged, projectId: string, control: ControlStore, objects: ObjectStore) {
  const upload = await control.uploads.get(projectId, id);
  if (upload?.sha256 !== sha256) return false;
  const bytes = await objects.get(`projects/${projectId}/uploads/${id}`).catch(() => undefined);
  return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === sha256;
}

/** Uploads whose name, which is that of a key, is there more than once. */
async function madeTwice(control: ControlStore, projectId: string): Promise<number> {
  const names = (await control.uploads.list(projectId)).map((it) => it.name);
  return names.length - new Set(names).size;
}
