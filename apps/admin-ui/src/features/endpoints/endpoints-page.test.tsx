import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Refusal } from '../../../test/fake-api.ts';
import { batch, chart, endpoint, model } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const answers = { listEndpoints: { endpoints: [endpoint] }, listModels: { models: [model] } };

it('shows state, model, requests, and that it was never used', async () => {
  renderAt(inProject('/endpoints'), answers);

  const table = await screen.findByRole('table', { name: 'Endpoints' });
  expect(within(table).getByText('In service')).toBeTruthy();
  expect(await within(table).findByText('sales-forecast v1')).toBeTruthy();
  expect(within(table).getByText('12')).toBeTruthy();
  expect(within(table).getByText('never used')).toBeTruthy();
});

it('deploys the newest model where nothing serves', async () => {
  const { api } = renderAt(inProject('/endpoints'), { listModels: { models: [model] }, createEndpoint: endpoint });

  fireEvent.click(await screen.findByRole('button', { name: 'Deploy the newest model' }));

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'createEndpoint')?.body).toEqual({
      name: 'sales-forecast',
      modelId: model.id,
    }),
  );
});

it('asks for the store and horizon in the address and shows the reply', async () => {
  const { api } = renderAt(inProject('/endpoints?item=17&horizon=2'), {
    ...answers,
    createPrediction: { endpoint: 'sales-forecast', modelId: model.id, forecasts: [chart('17').forecast] },
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Forecast' }));

  const figure = await screen.findByRole('figure', { name: 'Reply: 17' });
  fireEvent.click(within(figure).getByRole('radio', { name: 'Table' }));
  expect(await within(figure).findByText('140')).toBeTruthy();
  expect(api.calls.find(({ name }) => name === 'createPrediction')?.body).toEqual({
    items: [{ itemId: '17' }],
    horizon: 2,
  });
});

it('gives a line for the terminal that asks for the first store of the newest forecast', async () => {
  renderAt(inProject('/endpoints'), {
    ...answers,
    listBatchForecasts: { batchForecasts: [batch()] },
    listForecastItems: { items: [{ id: 'S-100', title: 'Store S-100', mean: 200, note: null }], total: 1 },
  });

  expect(await screen.findByText(/"itemId":"S-100"}\],"horizon":7/)).toBeTruthy();
});

it('gives a line for the terminal that asks for the chosen store and horizon', async () => {
  renderAt(inProject('/endpoints?item=17&horizon=2'), answers);

  expect(await screen.findByText(/"itemId":"17"}\],"horizon":2/)).toBeTruthy();
});

it('says why a request was refused', async () => {
  renderAt(inProject('/endpoints?item=999'), {
    ...answers,
    createPrediction: new Refusal(422, 'No item 999 is known.'),
  });

  fireEvent.click(await screen.findByRole('button', { name: 'Forecast' }));

  expect((await screen.findByRole('alert')).textContent).toContain('No item 999 is known.');
});

it('deletes only after the name was typed', async () => {
  const { api } = renderAt(inProject('/endpoints'), { ...answers, deleteEndpoint: null });

  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete endpoint sales-forecast' });
  const button = within(dialog).getByRole('button', { name: 'Delete' });
  expect(button.hasAttribute('disabled')).toBe(true);
  fireEvent.change(within(dialog).getByLabelText('Type sales-forecast to confirm'), {
    target: { value: 'sales-forecast' },
  });
  fireEvent.click(button);

  await waitFor(() => expect(api.calls.some(({ name }) => name === 'deleteEndpoint')).toBe(true));
});
