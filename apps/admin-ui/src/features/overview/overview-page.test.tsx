import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { never, Refusal } from '../../../test/fake-api.ts';
import { model, overview, project, run, runId, step, upload } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

it('says how much better than seasonal naive the forecasts are, and on how many stores', async () => {
  const figures = { sql: 0.197, improvement: 0.75, betterItems: 198, comparedItems: 199 };

  renderAt(inProject(), { getOverview: overview(7, figures) });

  expect(await screen.findByText('75 % better than seasonal naive')).toBeTruthy();
  expect(screen.getByText(/198 of 199 stores/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Leaderboard' }).getAttribute('href')).toBe(inProject(`/training/${runId}`));
});

it('does not call a worse forecast better', async () => {
  renderAt(inProject(), { getOverview: overview(7, { sql: 0.9, improvement: -0.1 }) });

  expect(await screen.findByText('10 % worse than seasonal naive')).toBeTruthy();
});

it('shows each step with its state in words', async () => {
  renderAt(inProject(), { getOverview: overview(2) });

  const track = await screen.findByRole('list', { name: 'Steps from files to forecasts' });

  expect([...track.children].map((it) => it.textContent?.replace(/(now|ago|\d).*/, ''))).toEqual([
    expect.stringContaining('ProjectDone'),
    expect.stringContaining('FilesDone'),
    'LoadNext',
    'TrainingWaiting',
    'ModelWaiting',
    'EndpointWaiting',
    'Batch forecastWaiting',
  ]);
});

it('loads the newest upload of each source when told to', async () => {
  const uploads = [upload(3, 'new.csv', 'store_sales'), upload(2, 'old.csv', 'store_sales'), upload(1, 'x.csv', null)];
  const { api } = renderAt(inProject(), { getOverview: overview(2), listUploads: { uploads } });

  fireEvent.click(await screen.findByRole('button', { name: 'Load 1 file' }));

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'createLoad')?.body).toEqual({ uploadIds: [uploads[0]!.id] }),
  );
});

it('publishes the newest run that succeeded', async () => {
  const runs = [run({ id: `run_${'f'.repeat(32)}`, state: 'failed', report: null }), run({ name: 'Sales Forecast!' })];
  const { api } = renderAt(inProject(), {
    getOverview: overview(4),
    listTrainingRuns: { trainingRuns: runs },
    createModel: model,
  });

  const button = await screen.findByRole('button', { name: 'Publish the model' });
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
  fireEvent.click(button);

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'createModel')?.body).toEqual({
      name: 'sales-forecast',
      trainingRunId: runId,
    }),
  );
});

it('shows why a step was refused, with the mend and the request id', async () => {
  renderAt(inProject(), {
    getOverview: overview(3),
    createTrainingRun: new Refusal(409, 'A run is at work already.', 'Wait for it, or cancel it.'),
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Train' }));

  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('A run is at work already.');
  expect(alert.textContent).toContain('Wait for it, or cancel it.');
  expect(alert.textContent).toContain('req-7');
});

it('provisions a project again that failed', async () => {
  const steps = [step('project', { state: 'failed' })];
  const { api } = renderAt(inProject(), { getOverview: { project, steps }, retryProvisioning: project });

  fireEvent.click(await screen.findByRole('button', { name: 'Provision again' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'retryProvisioning')).toBe(true));
});

it('says why a step failed', async () => {
  const error = { code: 'X', detail: 'No store has 56 rows.', mend: 'Load more sales.' };

  renderAt(inProject(), { getOverview: { project, steps: [step('training', { state: 'failed', error })] } });

  expect((await screen.findByRole('alert')).textContent).toContain('Load more sales.');
  expect(screen.getByText('Training failed.')).toBeTruthy();
});

it('says in Korean on the chain why a step failed, before the words of the server', async () => {
  const error = { code: 'CHECK_FAILED', detail: 'No store has 56 rows.', mend: 'Load more sales.' };

  renderAt(inProject(), { getOverview: { project, steps: [step('load', { state: 'failed', error })] } }, 'ko');

  const said = within(await screen.findByRole('list', { name: '파일에서 예측까지의 단계' })).getByText(
    'No store has 56 rows.',
  );
  expect(said.lang).toBe('en');
  expect(said.parentElement?.textContent).toMatch(/^스타의 중요한 검사를 통과하지 못했습니다\./);
});

it('leaves room for what is on its way', async () => {
  renderAt(inProject(), { getOverview: never });

  expect(await screen.findByRole('status', { name: 'Loading' })).toBeTruthy();
});

it('tells what failed and tries again', async () => {
  let mended = false;
  renderAt(inProject(), {
    getOverview: () => (mended ? overview(7) : new Refusal(400, 'The overview is out of reach.')),
  });
  const retry = await screen.findByRole('button', { name: 'Try again' });

  mended = true;
  fireEvent.click(retry);

  expect(await screen.findByText('All seven steps are done.')).toBeTruthy();
});

it('speaks Korean', async () => {
  renderAt(inProject(), { getOverview: overview(7, { sql: 0.197, improvement: 0.75 }) }, 'ko');

  expect(await screen.findByText('계절 단순 예측보다 75 % 정확')).toBeTruthy();
});
