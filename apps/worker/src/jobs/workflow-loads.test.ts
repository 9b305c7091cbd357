import { restartWorkflowRun } from '@tandem/control-plane';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { deaths, eachOnce, WorkflowScene } from '../../test/workflow-scene.ts';

let scene: WorkflowScene;
beforeAll(async () => {
  scene = await WorkflowScene.open();
}, 60_000);
afterAll(() => scene.close());
beforeEach(() => scene.newProject());

const loadsOfRun = async () =>
  (await scene.control.loads.list(scene.projectId)).reverse().map(({ state, uploadIds }) => [state, uploadIds.length]);

it('loads more files than a load may have by several loads, the oldest first, and sends each', async () => {
  for (let n = 1; n < 45; n++) await scene.upload(`sales-${n}.csv`);
  await scene.start();
  await scene.attempt();
  expect((await scene.run()).steps[0]).toMatchObject({ note: 'Further loads take 25 more files.' });
  expect((await scene.control.loads.list(scene.projectId))[0]?.uploadIds).toEqual(
    (await scene.control.uploads.list(scene.projectId))
      .map((it) => it.id)
      .sort()
      .slice(0, 20),
  );
  await scene.upload('while-it-loads.csv');

  const run = await scene.toItsEnd();

  expect(run.state).toBe('succeeded');
  expect(run.steps[0]?.made.map((it) => it.name)).toEqual(['20 files', '20 files', '5 files']);
  expect(await loadsOfRun()).toEqual([
    ['succeeded', 20],
    ['succeeded', 20],
    ['succeeded', 5],
  ]);
  expect(new Set(scene.sent.filter((it) => it.kind === 'load').map((it) => it.id)).size).toBe(3);
  expect(await scene.counts()).toEqual({ ...eachOnce, loads: 3 });
});

it.each(deaths)('makes each of several loads once where an attempt is killed $when change $at', async (death) => {
  for (let n = 1; n < 25; n++) await scene.upload(`sales-${n}.csv`);
  await scene.start({ load: {} });
  for (let k = 0; k < 8 && (await scene.run()).state !== 'succeeded'; k++) {
    await scene.attempt(death);
    await scene.attempt();
    await scene.endChildren();
  }

  expect((await scene.run()).state).toBe('succeeded');
  expect(await loadsOfRun()).toEqual([
    ['succeeded', 20],
    ['succeeded', 5],
  ]);
});

it('leaves a file that a load refused out of later loads, and tries it again by itself at a restart', async () => {
  await scene.start({ load: {} });
  await scene.attempt();
  const [refused] = await scene.control.loads.list(scene.projectId);
  const error = { code: 'LOAD_REJECTED', detail: 'Too many rows.', mend: 'See the rejects.' };
  await scene.control.loads.update(refused!.id, { state: 'failed', error });
  await scene.attempt();
  expect((await scene.run()).state).toBe('failed');
  const first = scene.runId;
  const fresh = await scene.upload('stores.csv');
  await scene.startRun();
  await scene.attempt();

  expect((await scene.control.loads.list(scene.projectId))[0]?.uploadIds).toEqual([fresh.id]);
  await scene.endChildren();
  await scene.attempt();
  scene.runId = first;
  await scene.upload('more.csv');
  await restartWorkflowRun(scene, scene.projectId, scene.runId);
  await scene.attempt();

  expect((await scene.control.loads.list(scene.projectId))[0]?.uploadIds).toEqual(refused?.uploadIds);
  expect((await scene.run()).steps[0]?.made).toHaveLength(2);
  const run = await scene.toItsEnd();
  expect(run.state).toBe('succeeded');
  expect(await loadsOfRun()).toEqual([
    ['failed', 1],
    ['succeeded', 1],
    ['succeeded', 1],
    ['succeeded', 1],
  ]);
});
