import { NewWorkflow, type Workflow, type WorkflowRun, WorkflowSteps } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { never, Refusal, tagOf } from '../../../test/fake-api.ts';
import { batchId, loadId, projectId, runId } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const at = '2026-11-23T09:00:00.000Z';
const id = (prefix: string) => `${prefix}_${'7'.repeat(32)}`;
const steps = WorkflowSteps.parse({
  load: {},
  train: { job: { preset: 'fast' } },
  gate: { mostWorse: { WQL: 0.05 } },
  deploy: { endpoint: 'live' },
  batchForecast: {},
});
const workflow: Workflow = {
  ...{ id: id('wfl'), projectId, name: 'nightly', enabled: true, model: 'sales-forecast', steps, dataArrival: true },
  ...{ schedule: { cron: '0 3 * * *', timeZone: 'Asia/Seoul' }, nextAt: at, createdAt: at, updatedAt: at },
};
const done = { state: 'succeeded', note: null, error: null, startedAt: at, endedAt: at } as const;
const waiting = { state: 'queued', made: [], note: null, error: null, startedAt: null, endedAt: null } as const;
const error = { code: 'GATE_REFUSED', detail: 'The gate refuses the model: WQL is 1.2.', mend: 'Look at the report.' };
const run = (part: Partial<WorkflowRun> = {}): WorkflowRun => ({
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
const answers = {
  listWorkflows: { workflows: [workflow] },
  getWorkflow: workflow,
  listWorkflowRuns: { workflowRuns: [run({ state: 'succeeded' })] },
};
const ofWorkflow = inProject(`/workflows?workflow=${workflow.id}`);
const ofRun = inProject(`/workflows?run=${id('wfr')}`);

it('lists workflows with their steps and what starts each', async () => {
  const nextAt = new Date(Date.now() + 2 * 3_600_000).toISOString();
  renderAt(inProject('/workflows'), { ...answers, listWorkflows: { workflows: [{ ...workflow, nextAt }] } });

  const table = await screen.findByRole('table', { name: 'Workflows' });
  expect(within(table).getByText('Load → Train → Gate → Deploy → Forecast')).toBeTruthy();
  expect(within(table).getByText('0 3 * * *, when files arrive')).toBeTruthy();
  expect(within(table).getByText('in 2 hours')).toBeTruthy();
});

it('says what to do where there is none, and what failed', async () => {
  renderAt(inProject('/workflows'), { listWorkflows: { workflows: [] } });
  expect(await screen.findByText('No workflow yet')).toBeTruthy();
});

it('shows why the list did not come', async () => {
  renderAt(inProject('/workflows'), { listWorkflows: new Refusal(503, 'The database does not answer.') });

  expect((await screen.findByRole('alert')).textContent).toContain('The database does not answer.');
});

it('shows the frame of the page while the list is slow', async () => {
  renderAt(inProject('/workflows'), { listWorkflows: never() });

  expect(await screen.findByRole('heading', { name: 'Workflows' })).toBeTruthy();
  expect(screen.queryByRole('table')).toBeNull();
});

it('makes a workflow of the steps that are ticked, with what each needs', async () => {
  const { api } = renderAt(inProject('/workflows?workflow=new'), { ...answers, createWorkflow: workflow });

  const form = await screen.findByRole('form', { name: 'Create workflow' });
  fireEvent.change(within(form).getByLabelText('Workflow name'), { target: { value: 'weekly' } });
  fireEvent.click(within(form).getByLabelText('Forecast every item'));
  fireEvent.change(within(form).getByLabelText('WQL worse by at most, %'), { target: { value: '2' } });
  fireEvent.change(within(form).getByLabelText('Schedule'), { target: { value: '0 6 * * 1' } });
  fireEvent.change(within(form).getByLabelText('Time zone'), { target: { value: 'Europe/Berlin' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Create workflow' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'createWorkflow')).toBe(true));
  expect(api.calls.find(({ name }) => name === 'createWorkflow')?.body).toMatchObject({
    name: 'weekly',
    steps: {
      load: { maxRejectShare: 0.05 },
      train: { job: { preset: 'balanced', forecastHorizon: 28 } },
      gate: { mostWorse: { WQL: 0.02 } },
      deploy: { endpoint: 'sales-forecast' },
    },
    schedule: { cron: '0 6 * * 1', timeZone: 'Europe/Berlin' },
  });
});

it('changes a workflow, and leaves what the form has no field for', async () => {
  const { api } = renderAt(ofWorkflow, { ...answers, changeWorkflow: workflow });

  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  const form = await screen.findByRole('form', { name: 'Save' });
  fireEvent.click(within(form).getByLabelText('Start by itself'));
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'changeWorkflow')).toBe(true));
  const { enabled: _, id: __, projectId: ___, nextAt: ____, createdAt: _____, updatedAt: ______, ...rest } = workflow;
  expect(api.calls.find(({ name }) => name === 'changeWorkflow')?.body).toEqual({
    ...JSON.parse(JSON.stringify(rest)),
    enabled: false,
  });
});

it('does not save over what somebody else saved meanwhile, and loads that when asked', async () => {
  const theirs = { ...workflow, model: 'theirs' };
  let present = workflow;
  const changedSince = new Refusal(412, 'It was changed since.');
  changedSince.code = 'CHANGED_SINCE';
  const { api } = renderAt(ofWorkflow, {
    ...answers,
    getWorkflow: () => present,
    changeWorkflow: () => (present === workflow ? workflow : changedSince),
  });
  const changes = () => api.calls.filter(({ name }) => name === 'changeWorkflow').map(({ ifMatch }) => ifMatch);
  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  const form = await screen.findByRole('form', { name: 'Save' });
  fireEvent.change(within(form).getByLabelText('Model name'), { target: { value: 'mine' } });
  present = theirs;

  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));

  const newer = await screen.findByRole('button', { name: 'Load the newer one' });
  expect(changes()).toEqual([tagOf(workflow)]);
  // What was written stays until then.
  expect(within(form).getByLabelText<HTMLInputElement>('Model name').value).toBe('mine');
  fireEvent.click(newer);
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Model name').value).toBe('theirs'));
  expect(screen.queryByRole('button', { name: 'Load the newer one' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(changes()).toEqual([tagOf(workflow), tagOf(theirs)]));
});

it('takes the usual horizon where its field is emptied, not the one before', async () => {
  const { job } = steps.train!;
  const long = { ...workflow, steps: { ...steps, train: { job: { ...job, forecastHorizon: 90 } } } };
  const { api } = renderAt(ofWorkflow, { ...answers, getWorkflow: long, changeWorkflow: long });

  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  const form = await screen.findByRole('form', { name: 'Save' });
  expect(within(form).getByText('Empty for 28.')).toBeTruthy();
  const field = within(form).getByLabelText<HTMLInputElement>('Steps ahead');
  expect(field.value).toBe('90');
  fireEvent.change(field, { target: { value: '' } });
  fireEvent.click(within(form).getByRole('button', { name: 'Save' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'changeWorkflow')).toBe(true));
  const sent = api.calls.find(({ name }) => name === 'changeWorkflow')?.body as NewWorkflow;
  expect(NewWorkflow.parse(sent).steps.train?.job.forecastHorizon).toBe(28);
});

it('starts a workflow that does not run, and says why that was refused', async () => {
  renderAt(ofWorkflow, { ...answers, startWorkflowRun: new Refusal(409, 'A run has not ended.') });

  fireEvent.click(await screen.findByRole('button', { name: 'Start' }));

  expect((await screen.findByRole('alert')).textContent).toContain('A run has not ended.');
});

it('shows the steps of a run with links to what they made, and what the gate found', async () => {
  renderAt(ofRun, { ...answers, getWorkflowRun: run({ state: 'failed', error }) });

  const table = await screen.findByRole('table', { name: 'Steps' });
  const link = (name: string) => within(table).getByRole('link', { name }).getAttribute('href');
  expect(link('Load')).toContain(`/files?load=${loadId}`);
  expect(link('Training run sales-forecast')).toContain(`/training/${runId}`);
  expect(link('Model sales-forecast version 2')).toContain('/training');
  expect(link('Endpoint live')).toContain('/endpoints?endpoint=live');
  expect(link('Batch forecast')).toContain(`/forecasts/${batchId}`);
  expect(within(table).getByText('WQL: 1.2 (≤ 1.05) refused')).toBeTruthy();
  expect((await screen.findByRole('alert')).textContent).toContain('The gate refuses the model');
});

it.each([
  ['running', 'Cancel run', 'cancelWorkflowRun'],
  ['failed', 'Restart from this step', 'restartWorkflowRun'],
  ['cancelled', 'Restart from this step', 'restartWorkflowRun'],
] as const)('lets a run that is %s: %s', async (state, label, operation) => {
  const { api } = renderAt(ofRun, { ...answers, getWorkflowRun: run({ state }), [operation]: run() });

  fireEvent.click(await screen.findByRole('button', { name: label }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === operation)).toBe(true));
});

it('deletes only after the name was typed', async () => {
  const { api } = renderAt(ofWorkflow, { ...answers, deleteWorkflow: null });

  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete workflow nightly' });
  const button = within(dialog).getByRole('button', { name: 'Delete' });
  expect(button.hasAttribute('disabled')).toBe(true);
  fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: 'nightly' } });
  fireEvent.click(button);

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'deleteWorkflow')).toBe(true));
});
