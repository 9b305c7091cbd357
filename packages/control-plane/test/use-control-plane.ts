import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { openControlStore, openDiskObjectStore } from '@tandem/adapters-local';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import {
  type JobState,
  type Metrics,
  type Principal,
  type Project,
  rights,
  TrainingJob,
  type TrainingReport,
} from '@tandem/data-model/contract';
import type { ControlStore, ObjectStore, OpenWork } from '@tandem/ports';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import * as plane from '../src/index.ts';

export let control: ControlStore;
export let objects: ObjectStore;
/** What was sent to a worker since the test began, and what sends it. */
export let sent: OpenWork[];
export let deps: plane.Deps;
/** An active project that only this test has. */
export let project: Project;

let postgres: TestPostgres;
let root: string;
let now: Date;

export const clock = () => now;
export const passSeconds = (count: number) => {
  now = new Date(now.getTime() + 1_000 * count);
};
export const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;
export const job = TrainingJob.parse({});
export const scores: Metrics = { SQL: 0.8, MASE: 1, WQL: 1, WAPE: 1, sMAPE: 1, RMSE: 1, coverage: {} };
export const report = { ensemble: { test: scores }, baseline: { improvement: 0.2 } } as TrainingReport;

/** Gives each test of a file a project of its own, at noon of one day, on a database that the file's tests share. */
export function useControlPlane(): void {
  beforeAll(async () => {
    postgres = await startTestPostgres();
    control = await openControlStore(await postgres.createDatabase(), clock);
    root = mkdtempSync(path.join(tmpdir(), 'tandem-control-plane-test-'));
    objects = openDiskObjectStore(root);
  }, 60_000);
  afterAll(async () => {
    await control.close();
    await postgres.stop();
    rmSync(root, { recursive: true });
  });
  beforeEach(async () => {
    now = new Date('2026-11-23T12:00:00.000Z');
    sent = [];
    deps = { control, queue: { send: async (work) => void sent.push(work) } };
    project = await activeProject();
  });
}

let names = 0;

export const administrator: Principal = {
  ...{ kind: 'session', name: 'administrator', userId: null, service: null, isAdministrator: true, projectId: null },
  ...{ scopes: [...rights], domainIds: [], grants: [], hasPassword: false, expiresAt: '2026-11-24T00:00:00.000Z' },
};

export async function activeProject(): Promise<Project> {
  const name = `Project ${++names}`;
  const domain = await plane.createDomain(deps, 'http://localhost', { name, region: 'eu-west-1' }, administrator);
  const blueprints = [
    { blueprint: 'MLExperiments', parameters: {} },
    { blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } },
  ] as const;
  const profile = await plane.createProjectProfile(deps, domain.id, { name, blueprints: [...blueprints] });
  const ids = { domainId: domain.id, profileId: profile.id };
  const made = await plane.createProject(deps, { ...ids, name, catalogName: 'sales' }, administrator);
  return (await control.projects.update(made.id, { state: 'active' }))!;
}

export async function run(state: JobState) {
  const { id } = await control.trainingRuns.create({ projectId: project.id, name: 'r', job, ...queued, report: null });
  return (await control.trainingRuns.update(id, { state, report: state === 'succeeded' ? report : null }))!;
}

export const upload = (text: string, source: string | null = 'store_sales', name = 'a.csv') =>
  plane.createUpload(
    { control, objects, recognise: async () => source },
    project.id,
    name,
    Readable.from([Buffer.from(text)]),
  );
