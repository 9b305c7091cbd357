import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { never, Refusal } from '../../../test/fake-api.ts';
import { batchId, loadId, runId } from '../../../test/fixtures.ts';
import { renderAt } from '../../../test/render-at.tsx';
import { answers, error, ofRun, run } from '../../../test/workflow-fixtures.ts';

const [load, train, gate] = run().steps;

it('shows the steps of a run with links to what they made, and what the gate found', async () => {
  renderAt(ofRun, { ...answers, getWorkflowRun: run({ state: 'failed', error }) });

  const table = await screen.findByRole('table', { name: 'Steps' });
  const link = (name: string) => within(table).getByRole('link', { name }).getAttribute('href');
  expect(link('Load')).toContain(`/files?load=${loadId}`);
  expect(link('Training run sales-forecast')).toContain(`/training/${runId}`);
  expect(link('Model sales-forecast version 2')).toContain('/training');
  expect(link('Endpoint live')).toContain('/endpoints?endpoint=live');
  expect(link('Batch forecast')).toContain(`/forecasts/${batchId}`);
  expect(table.textContent).toContain('WQL: 1.2 (≤ 1.05, served model 1) refused');
  expect((await screen.findByRole('alert')).textContent).toContain('The gate refuses the model');
});

it('tells several loads of one step apart', async () => {
  const made = [1, 2].map((n) => ({ kind: 'load' as const, id: `lod_${`${n}`.repeat(32)}`, name: '20 files' }));
  renderAt(ofRun, { ...answers, getWorkflowRun: run({ steps: [{ ...load!, made }] }) });

  const link = (name: string) => screen.getByRole('link', { name }).getAttribute('href');
  await screen.findByRole('link', { name: 'Load 1' });
  expect(link('Load 1')).toContain(made[0]!.id);
  expect(link('Load 2')).toContain(made[1]!.id);
});

it('says what a gate found where nothing is served yet, and of coverage in per cent, in Korean too', async () => {
  const checks = [
    { rule: 'WQL', got: 1.2, champion: null, least: null, most: null, passed: true },
    { rule: 'coverage of p10 to p90', got: 0.6512, champion: null, least: 0.7, most: 0.9, passed: false },
  ];
  const note = 'The endpoint serves no model.';
  renderAt(ofRun, { ...answers, getWorkflowRun: run({ steps: [train!, { ...gate!, checks, note }] }) }, 'ko');

  const rule = await screen.findByText('WQL');
  expect(rule.parentElement?.textContent).toBe('WQL: 1.2 (비교할 모델 없음) 통과');
  const coverage = screen.getByText('coverage of p10 to p90');
  expect(coverage.parentElement?.textContent).toBe('coverage of p10 to p90: 65.12 % (70 % – 90 %) 불통과');
  expect([rule, coverage, screen.getByText(note)].map(({ lang }) => lang)).toEqual(['en', 'en', 'en']);
});

it.each([
  ['running', 'Cancel run', 'cancelWorkflowRun'],
  ['failed', 'Restart from where it stopped', 'restartWorkflowRun'],
  ['cancelled', 'Restart from where it stopped', 'restartWorkflowRun'],
] as const)('lets a run that is %s: %s', async (state, label, operation) => {
  const { api } = renderAt(ofRun, { ...answers, getWorkflowRun: run({ state }), [operation]: run() });

  fireEvent.click(await screen.findByRole('button', { name: label }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === operation)).toBe(true));
});

it('forgets why a run was not cancelled once it is restarted', async () => {
  let present = run();
  renderAt(ofRun, {
    ...answers,
    getWorkflowRun: () => present,
    cancelWorkflowRun: new Refusal(409, 'It has ended by itself.'),
    restartWorkflowRun: never(),
  });
  const cancel = await screen.findByRole('button', { name: 'Cancel run' });
  present = run({ state: 'failed' });
  fireEvent.click(cancel);
  expect((await screen.findByRole('alert')).textContent).toContain('It has ended by itself.');

  fireEvent.click(await screen.findByRole('button', { name: 'Restart from where it stopped' }));

  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});
