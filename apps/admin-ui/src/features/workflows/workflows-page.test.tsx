import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { never, Refusal } from '../../../test/fake-api.ts';
import { me, project, projectId } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';
import { answers, ofWorkflow, run, workflow } from '../../../test/workflow-fixtures.ts';

it('lists workflows with their steps and what starts each', async () => {
  const nextAt = new Date(Date.now() + 2 * 3_600_000).toISOString();
  renderAt(inProject('/workflows'), { ...answers, listWorkflows: { workflows: [{ ...workflow, nextAt }] } });

  const table = await screen.findByRole('table', { name: 'Workflows' });
  expect(within(table).getByText('Load → Train → Gate → Deploy → Forecast')).toBeTruthy();
  expect(within(table).getByText('0 3 * * * (Asia/Seoul), when files arrive')).toBeTruthy();
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

it('shows a viewer no form, whatever the address says', async () => {
  const grant = {
    role: 'viewer',
    domainId: project.domainId,
    domainUnitIds: [],
    projectId,
    group: null,
    persona: null,
  };
  const viewer = { ...me, isAdministrator: false, grants: [grant] } as typeof me;
  renderAt(inProject('/workflows?workflow=new'), { ...answers, getMe: viewer });

  expect(await screen.findByRole('table', { name: 'Workflows' })).toBeTruthy();
  expect(screen.queryByRole('form')).toBeNull();
});

it('says of one what starts it, and exactly when that comes next', async () => {
  const nextAt = new Date(Date.now() + 2 * 3_600_000).toISOString();
  renderAt(ofWorkflow, { ...answers, listWorkflows: { workflows: [{ ...workflow, nextAt }] } });

  const detail = await screen.findByRole('region', { name: 'nightly' });
  const fact = (name: string) => within(detail).getByText(name, { selector: 'dt' }).parentElement?.textContent;
  expect(fact('Starts')).toBe('Starts0 3 * * * (Asia/Seoul), when files arrive');
  const exact = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'long' });
  expect(fact('Next')).toBe(`Nextin 2 hours (${exact.format(new Date(nextAt))})`);
});

it('says of one that is off what would start it', async () => {
  renderAt(ofWorkflow, { ...answers, listWorkflows: { workflows: [{ ...workflow, enabled: false, nextAt: null }] } });

  const detail = await screen.findByRole('region', { name: 'nightly' });
  expect(within(detail).getByText('off: 0 3 * * * (Asia/Seoul), when files arrive')).toBeTruthy();
});

it('says that there are older runs than it shows', async () => {
  const listWorkflowRuns = { workflowRuns: [run({ state: 'succeeded' })], next: run().id };
  renderAt(ofWorkflow, { ...answers, listWorkflowRuns }, 'ko');

  expect(await screen.findByText('최근 실행 1개입니다.')).toBeTruthy();
});

it('starts a workflow that does not run, and says why that was refused', async () => {
  renderAt(ofWorkflow, { ...answers, startWorkflowRun: new Refusal(409, 'A run has not ended.') });

  fireEvent.click(await screen.findByRole('button', { name: 'Start' }));

  expect((await screen.findByRole('alert')).textContent).toContain('A run has not ended.');
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

it('forgets why it was not deleted once the dialog is closed', async () => {
  renderAt(ofWorkflow, { ...answers, deleteWorkflow: new Refusal(409, 'A run has not ended.') });
  const open = async () => {
    fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    return screen.findByRole('dialog');
  };
  const dialog = await open();
  fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: 'nightly' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
  await within(dialog).findByText('A run has not ended.');

  fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

  expect(within(await open()).queryByRole('alert')).toBeNull();
});
