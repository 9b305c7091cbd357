import { type Workflow, type WorkflowRun, WorkflowSteps } from '@tandem/data-model/contract';
import type { Answers } from './fake-api.ts';
import { batchId, loadId, projectId, runId } from './fixtures.ts';
import { inProject } from './render-at.tsx';

const at = '2026-11-23T09:00:00.000Z';
export const id = (prefix: string) => `${prefix}_${'7'.repeat(32)}`;
export const steps = WorkflowSteps.parse({
  load: {},
  train: { job: { preset: 'fast' } },
  gate: { mostWorse: { WQL: 0.05 } },
  deploy: { endpoint: 'live' },
  batchForecast: {},
});
export const workflow: Workflow = {
  ...{ id: id('wfl'), projectId, name: 'nightly', enabled: true, model: 'sales-forecast', steps, dataArrival: true },
  ...{ schedule: { cron: '0 3 * * *', timeZone: 'Asia/Seoul' }, nextAt: at, createdAt: at, updatedAt: at },
};
const done = { state: 'succeeded', note: null, error: null, startedAt: at, endedAt: at } as const;
const waiting = { state: 'queued', made: [], note: null, error: null, startedAt: null, endedAt: null } as const;
export const error = {
  code: 'GATE_REFUSED',
  detail: 'The gate refuses the model: WQL is 1.2.',
  mend: 'Look at the report.',
};
export const run = (part: Partial<WorkflowRun> = {}): WorkflowRun => ({
  ...{ id: id('wfr'), projectId, workflowId: workflow.id, name: 'nightly', cause: 'hand', model: 'sales-forecast' },
  ...{ modelId: null, definition: steps, restarts: 0, state: 'running', progress: null, error: null },
  ...{ createdAt: at, startedAt: at, endedAt: null },
  steps: [
    { step: 'load', ...done, made: [{ kind: 'load', id: loadId, name: '3 files' }] },
    {
      ...{ step: 'train', ...done },
      made: [
        { kind: 'training-run', id: runId, name: 'sales-forecast' },
        { kind: 'model', id: id('mdl'), name: 'sales-forecast version 2' },
      ],
    },
    {
      ...{ step: 'gate', ...waiting, state: 'failed', made: [] },
      checks: [{ rule: 'WQL', got: 1.2, champion: 1, least: null, most: 1.05, passed: false }],
    },
    { step: 'deploy', ...waiting, made: [{ kind: 'endpoint', id: id('ept'), name: 'live' }] },
    { step: 'batch-forecast', ...waiting, made: [{ kind: 'batch-forecast', id: batchId, name: '28 steps' }] },
  ],
  ...part,
});
export const answers: Answers = {
  listWorkflows: { workflows: [workflow] },
  getWorkflow: workflow,
  listWorkflowRuns: { workflowRuns: [run({ state: 'succeeded' })], next: null },
};
export const ofWorkflow = inProject(`/workflows?workflow=${workflow.id}`);
export const ofRun = inProject(`/workflows?run=${id('wfr')}`);
