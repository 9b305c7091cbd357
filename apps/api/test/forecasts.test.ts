import { operations } from '@tandem/data-model/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchForecast, endpoint, serveForecastsAt, startApp, type TestApp } from './start-app.ts';
import { makeWorld, type World } from './world.ts';

let api: TestApp;
let world: World;
let token: string;
let params: { projectId: string; batchForecastId: string };

beforeAll(async () => {
  api = await startApp();
  world = await makeWorld(api);
  token = await api.token(world.project.id);
  params = { projectId: world.project.id, batchForecastId: world.batchForecastId };
}, 60_000);
afterAll(() => api.stop());

const chart = async (itemId: string, steps = '7') => {
  const reply = await api.call(operations.getForecastChart, { token, params: { ...params, itemId }, query: { steps } });
  return { status: reply.statusCode, ...reply.json() };
};

describe('a forecast chart', () => {
  it('shows every day up to the cutoff, null where the store was closed', async () => {
    const { history, cutoff, item, unit } = await chart('1', '28');

    expect(cutoff).toBe('2026-01-30');
    expect(history.timestamps).toHaveLength(28);
    expect(history.timestamps.slice(0, 3)).toEqual(['2026-01-03', '2026-01-04', '2026-01-05']);
    expect(history.values.slice(0, 3)).toEqual([103.5, null, 105.5]);
    expect(history.timestamps.at(-1)).toBe('2026-01-30');
    expect(item).toEqual({
      id: '1',
      title: 'Kiel shop',
      attributes: { store_address: 'Main St 1', city: 'Kiel', state: 'SH', country: 'Germany' },
    });
    expect(unit).toBe('total_sales');
  });

  it('begins no earlier than the item', async () => {
    const { history } = await chart('2', '100');

    expect(history).toEqual({ timestamps: ['2026-01-28', '2026-01-29', '2026-01-30'], values: [228.5, 229.5, 230.5] });
  });

  it('marks promotions and holidays, past and announced, within what it shows', async () => {
    const { marks } = await chart('1', '28');

    expect(marks).toEqual([
      { name: 'promo', timestamps: ['2026-01-11', '2026-01-21', '2026-01-31'] },
      { name: 'school_holiday', timestamps: ['2026-01-03'] },
    ]);
  });

  it('gives mean and quantiles by name, and says why an item is forecast otherwise', async () => {
    const [own, pooled] = [await chart('1'), await chart('2')];

    expect(own.forecast).toEqual({
      itemId: '1',
      timestamps: ['2026-01-31', '2026-02-01'],
      mean: [140, 141],
      quantiles: { p10: [130, 131], p50: [139, 140], p90: [150, 151] },
      note: null,
    });
    expect(pooled.forecast.note).toBe('Only 3 rows: forecast with the pooled model');
    expect(own.actuals).toEqual({ timestamps: [], values: [] });
  });

  it('is not there for an item that was not forecast, whatever its name', async () => {
    for (const item of ['3', "1' or '1'='1", '../1', 'Ä']) expect((await chart(item)).status).toBe(404);
    expect((await chart('1\u0000')).status).toBe(400);
  });
});

describe('the items of a batch forecast', () => {
  const items = async (query: Record<string, string>) =>
    (await api.call(operations.listForecastItems, { token, params, query })).json();

  it('come with what each is expected to sell', async () => {
    expect(await items({})).toEqual({
      items: [
        { id: '1', title: 'Kiel shop', mean: 281, note: null },
        { id: '2', title: 'Bonn shop', mean: 481, note: 'Only 3 rows: forecast with the pooled model' },
      ],
      total: 2,
    });
  });

  it('are found by a part of their id, name or attributes, and counted before they are cut', async () => {
    expect((await items({ search: 'kiel' })).items.map((it: { id: string }) => it.id)).toEqual(['1']);
    expect((await items({ search: 'nw' })).total).toBe(1);
    expect(await items({ search: 'Germany', offset: '1', limit: '1' })).toMatchObject({
      items: [{ id: '2' }],
      total: 2,
    });
    expect(await items({ search: 'Paris' })).toEqual({ items: [], total: 0 });
  });
});

it('a batch forecast is downloaded as the file that was written', async () => {
  const reply = await api.call(operations.downloadBatchForecast, { token, params });

  expect(reply.body.split('\n').slice(0, 2)).toEqual([
    'item_id,timestamp,mean,p10,p50,p90',
    '1,2026-01-31,140,130,139,150',
  ]);
  expect(reply.headers['content-disposition']).toBe(`attachment; filename="${world.batchForecastId}.csv"`);
});

it('a batch forecast that has not ended says so', async () => {
  const { id } = await batchForecast(api, world.project.id, false);

  const reply = await api.call(operations.listForecastItems, { token, params: { ...params, batchForecastId: id } });

  expect(reply.json()).toMatchObject({ status: 409, detail: 'The batch forecast has no results: it is "queued".' });
});

it('the forecast of an item is explained from the model and the data that it was made from', async () => {
  const seen: unknown[] = [];
  const answer = {
    itemId: '1',
    timestamps: ['2026-01-31'],
    median: [139],
    parts: [{ kind: 'level', name: '', base: null, values: [139] }],
    note: null,
  };
  const server = await serveForecastsAt(api.home, (path, body) => {
    seen.push([path, body]);
    return [200, [answer]];
  });

  const reply = await api.call(operations.getForecastExplanation, { token, params: { ...params, itemId: '1' } });
  server.close();

  expect(reply.json()).toEqual(answer);
  expect(seen).toEqual([
    [
      '/explain',
      {
        source: {
          modelKey: expect.stringMatching(/training-runs\/.+\/model\.bin$/),
          frameKey: `projects/${params.projectId}/batch-forecasts/${params.batchForecastId}/frame.bin`,
        },
        request: { items: [{ itemId: '1' }], horizon: 2 },
      },
    ],
  ]);
});

it('a table shows its rows in key order, page by page', async () => {
  const { projectId } = params;
  const rows = async (query: Record<string, string>) =>
    (await api.call(operations.listTableRows, { token, params: { projectId, table: 'store_sales' }, query })).json();

  expect(await rows({ offset: '29', limit: '2' })).toMatchObject({
    rows: [
      [2, 28, 228.5],
      [2, 29, 229.5],
    ],
    total: 32,
  });
  const { tables } = (await api.call(operations.listTables, { token, params })).json();
  expect(tables.map((it: { name: string; rows: number }) => [it.name, it.rows])).toEqual([
    ['date_dim', 32],
    ['store_dim', 2],
    ['store_sales', 32],
    ['store_promotions', 36],
  ]);
});

it('a prediction reaches the forecast server with what the endpoint serves, and is counted', async () => {
  const seen: unknown[] = [];
  const server = await serveForecastsAt(api.home, (path, body) => {
    seen.push([path, body]);
    return [200, [{ itemId: '1', timestamps: ['2026-01-31'], mean: [1], quantiles: { p50: [1] }, note: null }]];
  });
  const { id, name, modelId } = await endpoint(api, world.project.id);
  const call = {
    token,
    params: { projectId: world.project.id, endpoint: name },
    body: { items: [{ itemId: '1' }], horizon: 1 },
  };

  const replies = await Promise.all(Array.from({ length: 30 }, () => api.call(operations.createPrediction, call)));

  expect(replies[0]!.json()).toMatchObject({ endpoint: name, modelId, forecasts: [{ itemId: '1', mean: [1] }] });
  const model = await api.control.models.get(world.project.id, modelId);
  const folder = `projects/${world.project.id}/training-runs/${model!.trainingRunId}`;
  const served = { endpointId: id, modelKey: `${folder}/model.bin`, frameKey: `${folder}/frame.bin` };
  expect(seen[0]).toEqual(['/predict', { served, request: { items: [{ itemId: '1' }], horizon: 1 } }]);
  await expect.poll(async () => (await api.control.endpoints.get(world.project.id, id))?.requests).toBe(30);

  const source = { modelKey: served.modelKey, frameKey: served.frameKey };
  await api.call(operations.createExplanation, call);
  expect(seen.at(-1)).toEqual(['/explain', { source, request: { items: [{ itemId: '1' }], horizon: 1 } }]);

  await api.call(operations.deleteEndpoint, call);
  expect(seen.at(-1)).toEqual(['/undeploy', { endpointId: id }]);
  server.close();
});
