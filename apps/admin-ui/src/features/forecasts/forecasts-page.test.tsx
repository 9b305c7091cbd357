import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { never, Refusal } from '../../../test/fake-api.ts';
import { batch, batchId, chart, explanation, model } from '../../../test/fixtures.ts';
import { inProject, renderAt } from '../../../test/render-at.tsx';

const items = ['1', '2'].map((id) => ({ id, title: `Store ${id}`, mean: 200, note: null }));
const answers = {
  listBatchForecasts: { batchForecasts: [batch()] },
  listForecastItems: ({ query }: { query: Record<string, string> }) => {
    const found = items.filter(({ title }) => title.includes(query.search ?? ''));
    return { items: found, total: found.length };
  },
  getForecastChart: ({ params }: { params: Record<string, string> }) => chart(params.itemId ?? ''),
  getForecastExplanation: ({ params }: { params: Record<string, string> }) => explanation(params.itemId ?? ''),
};

it('leads to training where there is no model', async () => {
  renderAt(inProject('/forecasts'));

  expect(await screen.findByText('Publish a model first, under Training.')).toBeTruthy();
});

it('forecasts every store with the newest model', async () => {
  const { api } = renderAt(inProject('/forecasts'), {
    listModels: { models: [model] },
    createBatchForecast: batch({ state: 'queued', endedAt: null }),
  });

  const button = await screen.findByRole('button', { name: 'Forecast every store' });
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
  fireEvent.click(button);

  await waitFor(() =>
    expect(api.calls.find(({ name }) => name === 'createBatchForecast')?.body).toEqual({ modelId: model.id }),
  );
});

it('opens a batch at its first store', async () => {
  const { router } = renderAt(inProject(`/forecasts/${batchId}`), answers);

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject(`/forecasts/${batchId}/1`)));
  expect(await screen.findByRole('heading', { name: 'Store 1' })).toBeTruthy();
});

it('moves through the stores with j and k, but not while somebody types', async () => {
  const { router } = renderAt(inProject(`/forecasts/${batchId}/1`), answers);
  const list = await screen.findByRole('list', { name: 'Stores of this forecast' });
  await within(list).findByText('Store 2');

  fireEvent.keyDown(screen.getByRole('textbox', { name: 'Store id or city' }), { code: 'KeyJ' });
  expect(router.state.location.pathname).toBe(inProject(`/forecasts/${batchId}/1`));
  fireEvent.keyDown(document.body, { code: 'KeyJ' });

  await waitFor(() => expect(router.state.location.pathname).toBe(inProject(`/forecasts/${batchId}/2`)));
});

it('finds stores and says where none matches', async () => {
  const { router } = renderAt(inProject(`/forecasts/${batchId}/1`), answers);

  fireEvent.change(await screen.findByRole('textbox', { name: 'Store id or city' }), { target: { value: 'Ulm' } });

  expect(await screen.findByText('No store matches Ulm.')).toBeTruthy();
  expect(router.state.location.search).toEqual({ search: 'Ulm' });
});

it('has a table twin of the chart, closed days named as such', async () => {
  renderAt(inProject(`/forecasts/${batchId}/1?view=table`), answers);

  const table = await screen.findByRole('table', { name: 'Sales and forecast of Store 1' });
  const cells = within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].map((it) => it.textContent).join('|'));
  expect(cells).toEqual([
    'Day|Sales|What came true|Mean|p10|p50|p90|Marks',
    'Oct 3, 2026|||90|60|88|120|School holiday',
    'Oct 2, 2026|closed, no sale||||||',
    'Oct 1, 2026||104|110|80|108|140|Promotion',
    'Sep 30, 2026|120||||||Promotion',
    'Sep 29, 2026|closed, no sale||||||',
    'Sep 28, 2026|100||||||',
  ]);
});

it('says in words what a band promises', async () => {
  renderAt(inProject(`/forecasts/${batchId}/1`), answers);

  expect(await screen.findByText('p10 to p90: 80 % of days should fall here')).toBeTruthy();
  expect(screen.getByText('Median total of 2 forecast days')).toBeTruthy();
});

it('says that the figure beside a store is the mean, not the median of the chart', async () => {
  renderAt(inProject(`/forecasts/${batchId}/1`), answers);

  expect(await screen.findByText('mean total')).toBeTruthy();
  expect(screen.getByText(/^Mean total 200, as in the list/)).toBeTruthy();
  expect(screen.getAllByTitle('mean total').map((it) => it.textContent)).toEqual(['200', '200']);
});

it('keeps the list where a store cannot be shown', async () => {
  renderAt(inProject(`/forecasts/${batchId}/9`), {
    ...answers,
    getForecastChart: new Refusal(404, 'There is no item 9.'),
  });

  expect((await screen.findByRole('alert')).textContent).toContain('There is no item 9.');
  expect(await screen.findByText('Store 2')).toBeTruthy();
});

it('says why: parts as bars with a legend, and as a table that sums to the median', async () => {
  renderAt(inProject(`/forecasts/${batchId}/1`), answers);

  const why = await screen.findByRole('region', { name: 'Why this forecast' });
  expect(await within(why).findByText('Promotion (ordinary: 0)')).toBeTruthy();
  expect(within(why).getByRole('img').getAttribute('aria-label')).toBe(
    'Store 1, mean of all days ahead: Level 100, Day of the week -9, School holiday -2, and Promotion 9; together 98.',
  );

  fireEvent.click(within(why).getByRole('radio', { name: 'Table' }));

  const table = within(why).getByRole('table', { name: 'Parts of the forecast of Store 1' });
  const cells = within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].map((it) => it.textContent).join('|'));
  expect(cells).toEqual([
    'Day|Level|Day of the week|School holiday|Promotion|Median',
    'Oct 1, 2026|100|-10|0|18|108',
    'Oct 3, 2026|100|-8|-4|0|88',
  ]);
});

it('says what closed days nearby are, where they have a part', async () => {
  const parts = [...explanation('1').parts, { kind: 'absence' as const, name: '', base: null, values: [6, 0] }];
  renderAt(inProject(`/forecasts/${batchId}/1`), {
    ...answers,
    getForecastExplanation: { ...explanation('1'), parts },
  });

  const why = await screen.findByRole('region', { name: 'Why this forecast' });

  expect(await within(why).findByText('Closed days nearby')).toBeTruthy();
  expect(
    within(why).getByText(/^Closed days nearby: a day ahead that the promotions file has no row for/),
  ).toBeTruthy();
});

it('shows the forecast while its parts are on their way, where they fail, and where there is but a level', async () => {
  const at = inProject(`/forecasts/${batchId}/1`);
  const region = { name: 'Why this forecast' };

  const slow = renderAt(at, { ...answers, getForecastExplanation: never() });
  expect(await within(await screen.findByRole('region', region)).findByRole('status')).toBeTruthy();
  slow.unmount();

  const failed = renderAt(at, { ...answers, getForecastExplanation: new Refusal(409, 'The model cannot be read.') });
  const problem = await within(await screen.findByRole('region', region)).findByRole('alert');
  expect(problem.textContent).toContain('The model cannot be read.');
  expect(screen.getByRole('heading', { name: 'Store 1' })).toBeTruthy();
  failed.unmount();

  const plain = { ...explanation('1'), parts: explanation('1').parts.slice(0, 1) };
  renderAt(at, { ...answers, getForecastExplanation: plain });
  expect(await screen.findByText(/^Nothing but the level/)).toBeTruthy();
});
