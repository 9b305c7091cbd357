import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openControlStore, openQueue, removeEmbeddedPostgres, startEmbeddedPostgres } from '@tandem/adapters-local';
import { TrainingJob } from '@tandem/data-model/contract';
import type { ControlStore, Queue } from '@tandem/ports';
import type { Outcome } from '../main.ts';
import { randomFrom } from '../random-from.ts';
import { startWorkers } from './job-workers.ts';

const projects = 20;
const workers = 4;
/** Of each worker; enough that a kill cuts several off. */
const atOnce = 4;
/** The shortest that the queue allows, so that more workers can be thought dead that are not. */
const leaseSeconds = 10;
const senders = 8;
const withinMs = 60 * 60_000;

/**
 * Sends jobs to four workers, each of which registers a model, while random workers are killed or stand still for longer
 * than their lease: every job must end, with one model each. Jobs that workers gave up are requeued, as an
 * administrator would.
 */
export async function killJobs(jobs: number, seed: number): Promise<Outcome> {
  console.info(`seed ${seed}`);
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-chaos-jobs-'));
  chmodSync(root, 0o711);
  const dataDir = path.join(root, 'postgres');
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: path.join(root, 'postgres.log') });
    const control = await openControlStore(postgres.url);
    const queue = await openQueue(postgres.url, () => undefined);
    try {
      return await disturbed(jobs, seed, { control, queue, databaseUrl: postgres.url });
    } finally {
      await queue.stop(0);
      await control.close();
      await postgres.stop();
    }
  } finally {
    await removeEmbeddedPostgres(dataDir);
    rmSync(root, { recursive: true, force: true });
  }
}

interface Place {
  readonly control: ControlStore;
  readonly queue: Queue;
  readonly databaseUrl: string;
}

async function disturbed(jobs: number, seed: number, { control, queue, databaseUrl }: Place): Promise<Outcome> {
  const random = randomFrom(seed);
  const started = performance.now();
  const ids = await makeProjects(control);
  const all = startWorkers({ databaseUrl, workers, atOnce, leaseSeconds, random });
  try {
    let sent = 0;
    let isSent = false;
    let fault: unknown;
    const sender = async () => {
      while (sent < jobs) await sendOne(ids[sent++ % projects]!, { control, queue });
    };
    Promise.all(Array.from({ length: senders }, sender)).then(
      () => {
        isSent = true;
      },
      (error: unknown) => {
        fault = error;
      },
    );
    let dead = 0;
    for (;;) {
      await all.disturb();
      if (fault) throw fault;
      for (const { id } of await control.jobs.dead()) {
        dead++;
        const work = await control.jobs.revive(id);
        if (work) await queue.send(work);
      }
      const left = (await control.openWork()).filter((it) => it.kind === 'train').length;
      console.info(
        `${Math.round((performance.now() - started) / 1000)} s: ${sent} sent, ${left} open, ${say(all.counts)}`,
      );
      if (isSent && left === 0) break;
      if (performance.now() - started > withinMs) break;
    }
    const counted = await countEffects(control, ids);
    const resumed = [...all.resumedMs].sort((a, b) => a - b);
    const missing = jobs - counted.effects;
    return {
      points: jobs,
      jobs: counted.jobs,
      effects: counted.effects,
      duplicates: counted.duplicates,
      ...all.counts,
      dead,
      resumed: resumed.length,
      resume_p50_ms: at(resumed, 0.5),
      resume_p95_ms: at(resumed, 0.95),
      seconds: Math.round((performance.now() - started) / 1000),
      failed: missing + counted.duplicates + (jobs - counted.jobs),
    };
  } finally {
    await all.stop();
  }
}

async function makeProjects(control: ControlStore): Promise<string[]> {
  const domain = await control.domains.create({ name: 'D', region: 'eu-west-1', portalUrl: 'http://localhost' });
  const profile = await control.projectProfiles.create(domain.id, { name: 'P', blueprints: [] });
  const ids: string[] = [];
  for (let k = 0; k < projects; k++) {
    const names = { name: `Project ${k}`, catalogName: `p-${k}`, steps: [] };
    ids.push((await control.projects.create({ domainId: domain.id, profileId: profile.id, ...names })).id);
  }
  return ids;
}

async function sendOne(projectId: string, { control, queue }: Pick<Place, 'control' | 'queue'>): Promise<void> {
  const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;
  const job = TrainingJob.parse({});
  const { id } = await control.trainingRuns.create({ projectId, name: 'model', job, ...queued, report: null });
  await queue.send({ kind: 'train', projectId, id });
}

/** Jobs that have succeeded, those with a model, and models beyond the first of a job. */
async function countEffects(control: ControlStore, ids: readonly string[]) {
  let [jobs, effects, duplicates] = [0, 0, 0];
  for (const id of ids) {
    jobs += (await control.trainingRuns.list(id)).filter((it) => it.state === 'succeeded').length;
    const models = await control.models.list(id);
    const runs = new Set(models.map((it) => it.trainingRunId));
    effects += runs.size;
    duplicates += models.length - runs.size;
  }
  return { jobs, effects, duplicates };
}

const at = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);

const say = (counts: object): string =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
