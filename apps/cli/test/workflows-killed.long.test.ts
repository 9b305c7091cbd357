import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestPostgres, type TestPostgres } from '@tandem/adapters-local/test-postgres';
import type { Client } from '@tandem/client';
import { Conflict } from '@tandem/data-model';
import type { WorkflowRun } from '@tandem/data-model/contract';
import { afterAll, beforeAll, it } from 'vitest';
import { prepareProject } from '../src/flow/main-job.ts';
import { lockHome } from '../src/installation/home-lock.ts';
import { type Installation, startInstallation } from '../src/installation/installation.ts';
import { openHomeFolders } from '../src/installation/open-home.ts';
import { publishServer } from '../src/installation/server-note.ts';
import { openProgress } from '../src/terminal/progress.ts';
import { newPlace, type Place, tandem } from './running-installation.ts';
import { expectEachMadeOnce, hasEnded, wholeWorkflow } from './whole-workflow.ts';

const patienceMs = 400_000;
let postgres: TestPostgres;
let databaseUrl: string;
let place: Place;

beforeAll(async () => {
  postgres = await startTestPostgres();
  databaseUrl = await postgres.createDatabase();
  place = await newPlace();
}, patienceMs);
afterAll(async () => {
  place.remove();
  await postgres.stop();
});

it('makes each thing once though API and worker are killed while each step goes on', {
  timeout: patienceMs,
}, async () => {
  const home = openHomeFolders(place.home);
  const lock = lockHome(home.root, 'a test');
  const start = () => startInstallation(home, { port: place.port, databaseUrl });
  // The port of a process that was killed may be taken a moment longer.
  const again = async (tries = 20): Promise<Installation> => {
    try {
      return await start();
    } catch (error) {
      if (tries === 0 || !(error instanceof Conflict)) throw error;
      await sleep(500);
      return again(tries - 1);
    }
  };
  let installation: Installation = await start();
  let client: Client = await installation.signIn();
  try {
    const { signal } = new AbortController();
    const project = await prepareProject({ client, view: openProgress({ write: () => undefined }), signal });
    const params = { projectId: project.id };
    publishServer(home.root, { url: installation.url, tokenFile: await installation.writeToken(project.id) });
    const data = path.join(place.home, 'data');
    await tandem(place, 'sample-data', '--stores', '3', '--days', '120', '--out', data);
    await tandem(place, 'uploads', 'add', '--data', data);
    const workflow = await client.createWorkflow({ params, body: { name: 'nightly', steps: wholeWorkflow } });
    const started = await client.startWorkflowRun({ params, body: { workflowId: workflow.id } });
    const until = async (holds: (run: WorkflowRun) => boolean): Promise<WorkflowRun> => {
      for (;;) {
        const run = await client.getWorkflowRun({ params: { ...params, workflowRunId: started.id } });
        if (holds(run)) return run;
        await sleep(50);
      }
    };

    for (const step of ['load', 'train', 'deploy', 'batch-forecast']) {
      await until((run) => hasEnded(run) || run.steps.find((it) => it.step === step)!.state !== 'queued');
      installation.kill();
      installation = await again();
      client = await installation.signIn();
    }
    const run = await until(hasEnded);

    await expectEachMadeOnce(client, project.id, run);
  } finally {
    await installation.stop();
    lock.release();
  }
});
