import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Refusal } from '../../../test/fake-api.ts';
import { model, report, run, runId, upload } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const live = run({ state: 'running', report: null, endedAt: null });
const event = {
  id: runId,
  state: 'running' as const,
  progress: { step: 'backtest', detail: 'ets, window 2 of 3', share: 0.42, etaSeconds: 21 },
  error: null,
  log: [{ at: '2026-11-23T09:00:01.000Z', text: 'theta: fitted in 0.8 s' }],
};

it('lists runs with their score against seasonal naive', async () => {
  renderAt(inProject('/training'), { listTrainingRuns: { trainingRuns: [run()] } });

  const table = await screen.findByRole('table', { name: 'Training runs' });
  expect(within(table).getByText('0.200')).toBeTruthy();
  // On a narrow screen it scrolls.
  expect(table.parentElement!.tabIndex).toBe(0);
  expect(within(table).getByText('75 %')).toBeTruthy();
  expect(screen.getByText('Best so far: SQL 0.200, 75 % better than seasonal naive.')).toBeTruthy();
});

it('says the next step where there is no run', async () => {
  renderAt(inProject('/training'));

  expect(await screen.findByText('No training run yet')).toBeTruthy();
});

it('starts a run as asked for and opens it', async () => {
  const { api, router } = renderAt(inProject('/training?new=true'), {
    createTrainingRun: live,
    getTrainingRun: live,
    streamTrainingRun: event,
  });
  const horizon = await screen.findByRole('textbox', { name: 'Horizon' });

  fireEvent.change(horizon, { target: { value: '14' } });
  fireEvent.click(screen.getByRole('button', { name: 'Train' }));

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject(`/training/${runId}`)));
  expect(api.calls.find(({ name }) => name === 'createTrainingRun')?.body).toMatchObject({
    name: 'sales-forecast',
    job: { forecastHorizon: 14, preset: 'fast' },
  });
});

it('offers the holidays of countries by name and what a day without a sale counts as', async () => {
  const { api } = renderAt(inProject('/training?new=true'), {
    createTrainingRun: live,
    getTrainingRun: live,
    streamTrainingRun: event,
  });

  const choose = (name: string, option: string) => {
    const select = screen.getByLabelText(name) as HTMLSelectElement;
    const { value } = [...select.options].find((it) => it.text === option)!;
    fireEvent.change(select, { target: { value } });
  };
  await screen.findByRole('textbox', { name: 'Horizon' });
  choose('Public holidays of', 'South Korea');
  choose('A day without a sale', 'is a day of zero sales');
  fireEvent.click(screen.getByRole('button', { name: 'Train' }));

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'createTrainingRun')?.body).toMatchObject({
      job: {
        holidayConfig: [{ countryCode: 'KR' }],
        transformations: { filling: { total_sales: { middlefill: 'zero', backfill: 'zero' } } },
      },
    }),
  );
});

it('offers uploaded model files, asks how far the chosen one looks back, and sends both', async () => {
  const modelFile = upload(7, 'Demand.ONNX', null);
  const { api } = renderAt(inProject('/training?new=true'), {
    listUploads: { uploads: [modelFile, upload(8, 'sales.csv', 'store_sales'), upload(9, 'notes.txt', null)] },
    createTrainingRun: live,
    getTrainingRun: live,
    streamTrainingRun: event,
  });
  const select = (await screen.findByLabelText('Imported model')) as HTMLSelectElement;
  await waitFor(() => expect([...select.options].map(({ text }) => text)).toEqual(['No model', 'Demand.ONNX']));
  expect(screen.queryByRole('textbox', { name: 'Context length' })).toBeNull();

  fireEvent.change(select, { target: { value: modelFile.id } });
  fireEvent.change(screen.getByRole('textbox', { name: 'Context length' }), { target: { value: '56' } });
  fireEvent.click(screen.getByRole('button', { name: 'Train' }));

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'createTrainingRun')?.body).toMatchObject({
      job: { importedModel: { uploadId: modelFile.id, contextLength: 56 } },
    }),
  );
});

it('says what is wrong with a field and sends nothing', async () => {
  const { api } = renderAt(inProject('/training?new=true'));
  const horizon = await screen.findByRole('textbox', { name: 'Horizon' });

  fireEvent.change(horizon, { target: { value: '900' } });
  fireEvent.click(screen.getByRole('button', { name: 'Train' }));

  expect(await screen.findByText('Write a whole number from 1 to 500.')).toBeTruthy();
  expect(api.calls.some(({ name }) => name === 'createTrainingRun')).toBe(false);
});

it('ranks candidates, ensemble and baseline by test error', async () => {
  renderAt(inProject(`/training/${runId}`), { getTrainingRun: run(), listModels: { models: [] } });

  const table = await screen.findByRole('table', { name: 'Leaderboard' });
  const names = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((it) => it.children[1]?.textContent);
  expect(names).toEqual([
    'The weighted blendEnsemble',
    'Ridge with covariatesA publication',
    'ThetaA publication',
    'Seasonal naiveBaselineA publication',
  ]);
  expect(screen.getByText('75 % better than seasonal naive (0.800), on 198 of 199 stores')).toBeTruthy();
  expect(screen.getByText('fewer than 25 rows')).toBeTruthy();
});

it('writes a large error short and keeps its digits in the title', async () => {
  const large = { ...report, ensemble: { ...report.ensemble, test: { ...report.ensemble.test, RMSE: 12_345_678 } } };
  renderAt(inProject(`/training/${runId}`), { getTrainingRun: run({ report: large }) });

  expect((await screen.findByTitle('12,345,678')).textContent).toBe('12.3M');
});

it('says coverage in words', async () => {
  renderAt(inProject(`/training/${runId}`), { getTrainingRun: run() });

  const picture = await screen.findByRole('img', { name: /p10: 12 % observed, 10 % expected/ });
  expect(picture).toBeTruthy();
});

it('publishes a run as a model, and then says so', async () => {
  let published = false;
  const { api } = renderAt(inProject(`/training/${runId}`), {
    getTrainingRun: run(),
    listModels: () => ({ models: published ? [model] : [] }),
    createModel: () => {
      published = true;
      return model;
    },
  });

  const button = await screen.findByRole('button', { name: 'Publish as a model' });
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
  fireEvent.click(button);

  expect(await screen.findByText('Published as sales-forecast version 1')).toBeTruthy();
  expect(api.calls.find(({ name }) => name === 'createModel')?.body).toEqual({
    name: 'sales-forecast',
    trainingRunId: runId,
  });
});

it('shows a run at work with step, share, time left and log, and cancels it', async () => {
  const { api } = renderAt(inProject(`/training/${runId}`), {
    getTrainingRun: live,
    listTrainingRuns: { trainingRuns: [live] },
    streamTrainingRun: event,
    cancelTrainingRun: live,
  });

  expect(await screen.findByText('ets, window 2 of 3')).toBeTruthy();
  expect(screen.getByText(/42 % · 21s left/)).toBeTruthy();
  expect(screen.getByText(/theta: fitted/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel the run' }));

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'cancelTrainingRun')).toBe(true));
});

it('says why a run failed', async () => {
  const error = { code: 'NOTHING_TO_FORECAST', detail: 'No store has 56 rows.', mend: 'Load more sales.' };
  const failed = run({ state: 'failed', report: null, error });

  renderAt(inProject(`/training/${runId}`), {
    getTrainingRun: failed,
    streamTrainingRun: { ...event, state: 'failed', error, progress: null },
  });

  expect((await screen.findByRole('alert')).textContent).toContain('No store has 56 rows.');
});

it('names a run that is not there', async () => {
  renderAt(inProject(`/training/${runId}`), { getTrainingRun: new Refusal(404, 'There is no such run.') });

  expect((await screen.findByRole('alert')).textContent).toContain('There is no such run.');
});

it('shows what the model relies on, beside the noise', async () => {
  renderAt(inProject(`/training/${runId}`), { getTrainingRun: run(), streamTrainingRun: event });

  const table = await screen.findByRole('table', { name: 'What the model relies on' });
  const rows = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((it) => it.textContent).join('|'));
  expect(rows).toEqual([
    'Promotion|known||0.152|80 %|± 0.010|yes',
    'School holiday|known||0.004|2 %|± 0.006|within noise',
    'city|static||0.000|0 %|± 0.000|not used',
  ]);
});

it('says where it was not measured', async () => {
  renderAt(inProject(`/training/${runId}`), {
    getTrainingRun: run({ report: { ...report, importance: null } }),
    streamTrainingRun: event,
  });

  expect(await screen.findByText(/^Not measured/)).toBeTruthy();
});
