import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@tandem/client';
import type { Workflow, WorkflowRun } from '@tandem/data-model/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareProject } from '../src/flow/main-job.ts';
import { openProgress } from '../src/terminal/progress.ts';
import { type InProcess, startInProcess } from './installation-in-process.ts';
import { tandem } from './running-installation.ts';
import { expectEachMadeOnce, hasEnded, wholeWorkflow } from './whole-workflow.ts';

const patienceMs = 400_000;
const { signal } = new AbortController();

let running: InProcess;
let client: Client;
let params: { projectId: string };

beforeAll(async () => {
  running = await startInProcess();
  client = running.client;
  const project = await prepareProject({ client, view: openProgress({ write: () => undefined }), signal });
  params = { projectId: project.id };
  await running.publish(project.id);
}, patienceMs);
afterAll(() => running?.end(), patienceMs);

async function verb<T>(...args: string[]): Promise<T> {
  const { code, output } = await tandem(running.place, ...args, '--json');
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  return JSON.parse(output.slice(output.indexOf('{\n'))) as T;
}

const getRun = (id: string) => client.getWorkflowRun({ params: { ...params, workflowRunId: id } });

async function until<T>(look: () => Promise<T>, holds: (it: T) => boolean): Promise<T> {
  for (let k = 0; k < 1_500; k++) {
    const it = await look();
    if (holds(it)) return it;
    await sleep(200);
  }
  throw new Error(`still not: ${holds}`);
}

it('goes from uploads to forecasts, each thing made once', {
  timeout: patienceMs,
}, async () => {
  const data = path.join(running.place.home, 'data');
  await tandem(running.place, 'sample-data', '--stores', '3', '--days', '120', '--out', data);
  await tandem(running.place, 'uploads', 'add', '--data', data);
  const steps = JSON.stringify(wholeWorkflow);
  const made = await verb<Workflow>('workflows', 'create', '--name', 'nightly', '--steps', steps);
  expect(made).toMatchObject({ name: 'nightly', enabled: true, nextAt: null });

  const started = await verb<WorkflowRun>('workflow-runs', 'start', 'nightly');
  const run = await until(() => getRun(started.id), hasEnded);

  await expectEachMadeOnce(client, params.projectId, run);
  const again = await verb<WorkflowRun>('workflow-runs', 'show', started.id);
  expect(again.state).toBe('succeeded');
});

it('starts by its schedule and by uploads, and not twice', { timeout: patienceMs }, async () => {
  const { workflows } = await client.listWorkflows({ params });
  const schedule = JSON.stringify({ cron: '* * * * *', timeZone: 'Asia/Seoul' });
  await verb('workflows', 'create', '--name', 'minutely', '--steps', '{"load":{}}', '--schedule', schedule);
  const ofMinutely = async () =>
    (await client.listWorkflowRuns({ params })).workflowRuns.filter((it) => it.name === 'minutely');
  const [scheduled] = await until(ofMinutely, (it) => it.length > 0 && it.every(hasEnded));
  expect(scheduled).toMatchObject({ cause: 'schedule', state: 'succeeded', priority: 'scheduled' });
  expect(scheduled!.steps).toMatchObject([{ state: 'skipped', note: 'No upload is new since the last load.' }]);
  await client.deleteWorkflow({ params: { ...params, workflowId: scheduled!.workflowId } });

  await client.changeWorkflow({
    params: { ...params, workflowId: workflows[0]!.id },
    body: { name: 'nightly', steps: { load: {} }, dataArrival: true },
  });
  const more = path.join(running.place.home, 'more');
  await tandem(running.place, 'sample-data', '--stores', '3', '--days', '130', '--out', more);
  await tandem(running.place, 'uploads', 'add', '--data', more);
  const ofData = async () =>
    (await client.listWorkflowRuns({ params })).workflowRuns.filter((it) => it.cause === 'data-arrival');
  const byData = await until(ofData, (it) => it.length > 0 && it.every(hasEnded));

  expect(byData).toMatchObject([{ state: 'succeeded', steps: [{ state: 'succeeded' }] }]);
  await sleep(17_000);
  expect(await ofData()).toHaveLength(1);
});
