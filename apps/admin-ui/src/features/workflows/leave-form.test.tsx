import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { inProject, renderAt } from '../../../test/render-at.tsx';
import { answers, ofWorkflow, workflow } from '../../../test/workflow-fixtures.ts';

const model = () => screen.getByLabelText<HTMLInputElement>(/^Model name/);

async function change() {
  const view = renderAt(ofWorkflow, answers);
  fireEvent.click(await screen.findByRole('button', { name: 'Change' }));
  return { ...view, form: await screen.findByRole('form', { name: 'Save' }) };
}

it('leaves out beside the form what would take it away, until it is cancelled', async () => {
  const { form } = await change();

  expect(screen.getByRole('button', { name: 'Start' }).hasAttribute('disabled')).toBe(true);
  expect(screen.queryByRole('button', { name: 'Change' })).toBeNull();
  expect(screen.queryByRole('table', { name: 'Runs' })).toBeNull();
  fireEvent.click(within(form).getByRole('button', { name: 'Cancel' }));

  expect(await screen.findByRole('table', { name: 'Runs' })).toBeTruthy();
  expect(screen.queryByRole('form', { name: 'Save' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Change' })).toBeTruthy();
});

it('asks before what was typed goes with the page, and goes when that is said', async () => {
  const { router } = await change();
  const close = () => fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  fireEvent.change(model(), { target: { value: 'mine' } });

  close();
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Stay' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(model().value).toBe('mine');
  expect(router.state.location.search).toEqual({ workflow: workflow.id });
  close();
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Leave' }));

  await waitFor(() => expect(router.state.location.search).toEqual({}));
  expect(screen.queryByRole('form')).toBeNull();
});

it('asks nothing where nothing was typed', async () => {
  const { router } = await change();

  fireEvent.click(screen.getByRole('button', { name: 'Close' }));

  await waitFor(() => expect(router.state.location.search).toEqual({}));
});

it('asks nothing once a new workflow is saved', async () => {
  const { router } = renderAt(inProject('/workflows?workflow=new'), { ...answers, createWorkflow: workflow });
  const form = await screen.findByRole('form', { name: 'Create workflow' });
  fireEvent.change(within(form).getByLabelText(/^Workflow name/), { target: { value: 'weekly' } });

  fireEvent.click(within(form).getByRole('button', { name: 'Create workflow' }));

  await waitFor(() => expect(router.state.location.search).toEqual({ workflow: workflow.id }));
  expect(screen.queryByRole('dialog')).toBeNull();
});
