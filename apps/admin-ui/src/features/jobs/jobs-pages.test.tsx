import type { DeadJob, Job } from '@tandem/data-model/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Refusal } from '../../../test/fake-api.ts';
import { loadId, me, projectId, runId } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const at = '2026-11-23T09:00:00.000Z';
const job = (part: Partial<Job> = {}): Job => ({
  ...{ id: runId, projectId, kind: 'train', name: 'sales-forecast', state: 'running', error: null, attempts: 2 },
  ...{ createdAt: at, startedAt: at, endedAt: null },
  progress: { step: 'backtest', detail: 'ets, window 2 of 3', share: 0.42, etaSeconds: 21 },
  ...part,
});
const load = job({
  id: loadId,
  kind: 'load',
  name: 'load of 3 files',
  state: 'succeeded',
  progress: null,
  endedAt: at,
});
const streamed = { ...job(), log: [{ at, text: 'window 2 of 3' }] };

it('asks for jobs of the kind and state in the address, and turns pages', async () => {
  const { api, router } = renderAt(inProject('/jobs?kind=load&state=succeeded'), {
    listJobs: { jobs: [load], total: 40 },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Next' }));

  await waitFor(() => expect(router.state.location.search).toEqual({ kind: 'load', state: 'succeeded', page: 2 }));
  const asked = api.calls.filter(({ name }) => name === 'listJobs').map(({ query }) => query);
  expect(asked[0]).toEqual({ kind: 'load', state: 'succeeded', offset: '0', limit: '25' });
  expect(asked.at(-1)).toMatchObject({ offset: '25' });
});

it('shows how far a job is and its log as they come, and stops it', async () => {
  const { api } = renderAt(inProject(`/jobs?job=${runId}`), {
    ...{ listJobs: { jobs: [job(), load], total: 2 }, getJob: job(), streamJob: streamed },
    cancelJob: job({ state: 'cancelled' }),
  });

  const detail = await screen.findByRole('region', { name: 'Training: sales-forecast' });
  expect((await within(detail).findByRole('log', { name: 'Log' })).textContent).toContain('window 2 of 3');
  expect(within(detail).getByRole('progressbar', { name: 'ets, window 2 of 3' })).toBeTruthy();
  fireEvent.click(within(detail).getByRole('button', { name: 'Cancel the job' }));

  await waitFor(() => expect(api.calls.find(({ name }) => name === 'cancelJob')?.params.jobId).toBe(runId));
});

it('says what to do where there is no job, and offers a viewer none to stop', async () => {
  const viewer = { ...me, isAdministrator: false };
  const { unmount } = renderAt(inProject('/jobs'), { getMe: viewer, listJobs: { jobs: [], total: 0 } });
  expect(await screen.findByText('No job yet')).toBeTruthy();
  unmount();

  renderAt(inProject(`/jobs?job=${runId}`), {
    ...{ getMe: viewer, listJobs: { jobs: [job()], total: 1 }, getJob: job(), streamJob: streamed },
  });

  await screen.findByRole('log', { name: 'Log' });
  expect(screen.queryByRole('button', { name: 'Cancel the job' })).toBeNull();
});

const dead: DeadJob = {
  ...{ id: runId, projectId, kind: 'train', attempts: 5, diedAt: at },
  error: { code: 'WORKER_LOST', detail: 'The worker died five times.', mend: 'Give it more memory.' },
};

it('lets an administrator have a dead job tried again, or taken off the list', async () => {
  let left = [dead, { ...dead, id: loadId, kind: 'load' as const }];
  const without = <T,>(params: Record<string, string>, answer: T): T => {
    left = left.filter(({ id }) => id !== params.jobId);
    return answer;
  };
  renderAt('/installation/dead-jobs', {
    listDeadJobs: () => ({ deadJobs: left }),
    requeueDeadJob: ({ params }) => without(params, job({ state: 'queued' })),
    discardDeadJob: ({ params }) => without(params, null),
  });

  fireEvent.click(await screen.findByRole('button', { name: /^Try again: Training/ }));
  expect(await screen.findByText('sales-forecast is queued again.')).toBeTruthy();
  fireEvent.click(await screen.findByRole('button', { name: /^Discard: Load/ }));

  expect(await screen.findByText('No dead job')).toBeTruthy();
});

it('shows why dead jobs are nobody else’s business, and no way to them', async () => {
  renderAt('/installation/dead-jobs', {
    getMe: { ...me, isAdministrator: false },
    listDeadJobs: new Refusal(403, 'Only administrators may do this.'),
  });

  expect(await screen.findByText('Only administrators may do this.')).toBeTruthy();
  const rail = screen.getByRole('navigation', { name: 'Projects' });
  expect(within(rail).queryByRole('link', { name: 'Dead jobs' })).toBeNull();
});
