import { setTimeout as delay } from 'node:timers/promises';
import { openWarehouse } from '@tandem/adapters-local';
import { problemStatuses } from '@tandem/client/openapi';
import { retailSales } from '@tandem/data-model';
import { type Operation, type Operations, operations, Problem, type Project } from '@tandem/data-model/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusedLoad } from './refused-load.ts';
import {
  batchForecast,
  type CallOptions,
  endpoint,
  model,
  serveForecastsAt,
  startApp,
  succeededLoad,
  type TestApp,
  trainedRun,
} from './start-app.ts';
import { makeWorld, salesHeader, type World } from './world.ts';

/**
 * Every operation in every status that it can have. What follows from its input and its access is made from the
 * contract; what it does and what else it refuses stands in `cases`. A status without a case fails.
 */
let api: TestApp;
let world: World;
let empty: Project;
let provisioning: Project;
let cookie: string;
let forecasts: Awaited<ReturnType<typeof serveForecastsAt>>;

const unknown = '0'.repeat(32);

/** The forecast server, started again where a case has closed it. */
const serving = async () => {
  if (forecasts?.listening) return;
  forecasts = await serveForecastsAt(api.home, (path, { request }) =>
    request?.items[0]?.itemId === 'nothing'
      ? [
          422,
          { code: 'NOTHING_TO_FORECAST', kind: 'rejected', message: 'No row is left.', mend: 'Give rows.', faults: [] },
        ]
      : [200, request?.items.map(({ itemId }) => (path === '/explain' ? explanation : prediction)(itemId)) ?? {}],
  );
};
const prediction = (itemId: string) => ({ itemId, timestamps: [], mean: [], quantiles: {}, note: null });
const explanation = (itemId: string) => ({ itemId, timestamps: [], median: [], parts: [], note: null });

beforeAll(async () => {
  api = await startApp({ maxUploadBytes: 3 * 1024 * 1024 });
  await serving();
  world = await makeWorld(api);
  empty = await api.project();
  provisioning = (await api.control.projects.update((await api.project()).id, { state: 'provisioning' }))!;
  cookie = await api.session();
}, 60_000);
afterAll(async () => {
  forecasts.close();
  await api.stop();
});

type Case = () => CallOptions | Promise<CallOptions>;
const inWorld = () => ({ params: { projectId: world.project.id } });
const inEmpty = () => ({ params: { projectId: empty.id } });
const inProvisioning = () => ({ params: { projectId: provisioning.id } });
const onBatch = () => ({ params: { projectId: world.project.id, batchForecastId: world.batchForecastId } });
const onUnfinishedBatch = async () => {
  const { id } = await batchForecast(api, empty.id, false);
  return { params: { projectId: empty.id, batchForecastId: id, itemId: '1' } };
};
const withoutWarehouse = () => {
  api.breakWarehouse(empty.id);
  return inEmpty();
};
const asked = async (projectId: string, itemId: string) => {
  const { name } = await endpoint(api, projectId);
  await serving();
  return { params: { projectId, endpoint: name }, body: { items: [{ itemId }] } };
};
const energy = ['meter,day,kwh', ...[1, 2, 3, 4].map((n) => `a,2026-01-0${n},${n}.5`)].join('\n');
const otherStar = { ...retailSales, name: 'shops' };
/** A query that goes on, of whoever `user` is. */
const running = async (user: string) => {
  const projectId = world.project.id;
  const snapshot = { loadId: `lod_${unknown}`, schema: 'retail_sales', tables: [] };
  const sql = 'select count(*) from range(1000000000000)';
  let isAsked = false;
  for (;;) {
    const [it] = await api.deps.queries.processes(projectId);
    if (it?.queryId && it.user === user) return { projectId, queryId: it.queryId };
    // Refused while another one runs, which ends at its deadline.
    if (!isAsked) {
      isAsked = true;
      api.deps.queries.run({ projectId, user, sql, snapshot }).catch(() => {
        isAsked = false;
      });
    }
    await delay(5);
  }
};
/** A query that goes on, asked by the session of these calls. */
const asking = async () => {
  const params = { projectId: world.project.id };
  const body = { sql: 'select count(*) from range(1000000000000)' };
  let isAsked = false;
  for (;;) {
    const processes = await api.deps.queries.processes(params.projectId);
    const queryId = processes.find((it) => it.user.startsWith('session '))?.queryId;
    if (queryId) return { ...params, queryId };
    // Refused while another one runs, which ends at its deadline.
    if (!isAsked) {
      isAsked = true;
      void api.call(operations.createQuery, { cookie, params, body }).then(() => {
        isAsked = false;
      });
    }
    await delay(5);
  }
};
const warehouseAtWork = async () => {
  const { id } = await api.project();
  const warehouse = await openWarehouse(api.home, id, { threads: 1 });
  void warehouse.run('create table t as select range as n from range(30000000)');
  while ((await api.deps.compute.state(id)).calls === 0) await delay(5);
  return { params: { projectId: id } };
};
const newProject = () => ({ domainId: world.project.domainId, profileId: world.project.profileId });
const upload = async (projectId: string, header = salesHeader) => {
  const options = { cookie, params: { projectId }, query: { name: 'a.csv' }, body: `${header}\n` };
  return (await api.call(operations.createUpload, options)).json().id as string;
};

const cases: { readonly [K in keyof Operations]: Readonly<Record<number, Case>> } = {
  getHealth: { 200: () => ({}) },
  createSession: {
    201: async () => ({ body: { secret: await api.signInSecret() } }),
    401: () => ({ body: { secret: 'x'.repeat(43) } }),
  },
  deleteSession: { 204: async () => ({ cookie: await api.session() }) },
  getMe: { 200: () => ({}) },
  createDomain: {
    201: () => ({ body: { name: 'New domain', region: 'eu-central-1' } }),
    409: () => ({ body: { name: 'Project 1', region: 'eu-central-1' } }),
  },
  listDomains: { 200: () => ({}) },
  createProjectProfile: {
    201: () => ({
      params: newProject(),
      body: { name: 'New profile', blueprints: [{ blueprint: 'Tooling', parameters: {} }] },
    }),
    409: () => ({
      params: newProject(),
      body: { name: 'Project 1', blueprints: [{ blueprint: 'Tooling', parameters: {} }] },
    }),
  },
  listProjectProfiles: { 200: () => ({ params: newProject() }) },
  createProject: {
    202: () => ({ body: { ...newProject(), name: 'New project', catalogName: 'new-catalog' } }),
    404: () => ({ body: { ...newProject(), domainId: `dom_${unknown}`, name: 'Other', catalogName: 'other' } }),
    409: () => ({ body: { ...newProject(), name: 'Project 1', catalogName: 'another-catalog' } }),
  },
  listProjects: { 200: () => ({}) },
  getProject: { 200: inWorld },
  retryProvisioning: {
    202: async () => {
      const { id } = await api.project();
      await api.control.projects.update(id, { state: 'failed' });
      return { params: { projectId: id } };
    },
    409: inWorld,
  },
  getOverview: { 200: inWorld },
  getStar: { 200: inWorld },
  setStar: {
    200: async () => ({ params: { projectId: (await api.project()).id }, body: otherStar }),
    409: () => ({ ...inWorld(), body: otherStar }),
    503: () => ({ ...withoutWarehouse(), body: otherStar }),
  },
  getStarSchema: { 200: () => ({}) },
  createStarProposal: {
    200: async () => ({ ...inWorld(), body: { uploadIds: [await upload(world.project.id, energy)] } }),
    409: async () => ({ ...inProvisioning(), body: { uploadIds: [await upload(provisioning.id, energy)] } }),
    503: async () => {
      const uploadIds = [await upload(empty.id, energy)];
      return { ...withoutWarehouse(), body: { uploadIds } };
    },
  },
  createUpload: { 201: () => ({ ...inEmpty(), query: { name: 'sales.csv' }, body: `${salesHeader}\n` }) },
  listUploads: { 200: inEmpty },
  createLoad: {
    202: async () => ({ ...inEmpty(), body: { uploadIds: [await upload(empty.id)] } }),
    409: async () => ({ ...inProvisioning(), body: { uploadIds: [await upload(provisioning.id)] } }),
  },
  listLoads: { 200: inEmpty },
  getLoad: { 200: async () => ({ params: { projectId: empty.id, loadId: (await succeededLoad(api, empty.id)).id } }) },
  listRejects: {
    200: async () => ({ params: { projectId: empty.id, loadId: (await succeededLoad(api, empty.id)).id } }),
  },
  downloadRejectedRecords: {
    200: async () => ({
      params: { projectId: empty.id, loadId: (await refusedLoad(api, empty.id)).id },
      query: { source: 'store_sales' },
    }),
    409: async () => ({ params: { projectId: empty.id, loadId: (await succeededLoad(api, empty.id)).id } }),
  },
  compareLoads: {
    200: () => ({ params: { projectId: world.project.id, loadId: world.loadId, otherLoadId: world.loadId } }),
    409: async () => {
      const { id } = await succeededLoad(api, empty.id);
      const plan = await succeededLoad(api, empty.id);
      await api.control.loads.update(plan.id, { kind: 'plan' });
      return { params: { projectId: empty.id, loadId: id, otherLoadId: plan.id } };
    },
    503: async () => {
      const { id } = await succeededLoad(api, empty.id);
      return { params: { ...withoutWarehouse().params, loadId: id, otherLoadId: id } };
    },
  },
  revertLoad: {
    202: () => ({ params: { projectId: world.project.id, loadId: world.loadId } }),
    409: async () => {
      const { id } = await succeededLoad(api, empty.id);
      await api.control.loads.update(id, { state: 'failed' });
      return { params: { projectId: empty.id, loadId: id } };
    },
  },
  listTables: { 200: inWorld, 409: inProvisioning, 503: withoutWarehouse },
  listTableRows: {
    200: () => ({ params: { projectId: world.project.id, table: 'store_sales' }, query: { limit: '3' } }),
    409: () => ({ params: { projectId: provisioning.id, table: 'store_sales' } }),
    503: () => ({ params: { ...withoutWarehouse().params, table: 'store_sales' } }),
  },
  createQuery: {
    200: () => ({ ...inWorld(), body: { sql: 'select count(*) from store_sales' } }),
    409: () => ({ ...inProvisioning(), body: { sql: 'select 1' } }),
    422: () => ({ ...inWorld(), body: { sql: 'select distinct hash(range) from range(200000000)' } }),
    503: async () => {
      await running('somebody else');
      return { ...inWorld(), body: { sql: 'select 1' } };
    },
  },
  cancelQuery: { 204: async () => ({ params: await asking() }) },
  getCompute: { 200: inWorld },
  startWarehouse: { 200: inWorld, 409: inProvisioning, 503: withoutWarehouse },
  stopWarehouse: { 200: inWorld, 409: warehouseAtWork },
  getRowOrigin: {
    200: () => ({
      params: { projectId: world.project.id, table: 'store_sales' },
      query: { key: '2,2026-01-29' },
    }),
    409: () => ({ params: { projectId: provisioning.id, table: 'store_sales' }, query: { key: '1,1' } }),
    503: () => ({ params: { ...withoutWarehouse().params, table: 'store_sales' }, query: { key: '1,1' } }),
  },
  getLineage: { 200: inEmpty },
  createTrainingRun: {
    202: async () => {
      await succeededLoad(api, empty.id);
      return { ...inEmpty(), body: { job: { preset: 'fast' } } };
    },
    409: async () => ({ params: { projectId: (await api.project()).id }, body: {} }),
  },
  listTrainingRuns: { 200: inEmpty },
  getTrainingRun: {
    200: async () => ({ params: { projectId: empty.id, trainingRunId: (await trainedRun(api, empty.id)).id } }),
  },
  streamTrainingRun: {
    200: async () => ({ params: { projectId: empty.id, trainingRunId: (await trainedRun(api, empty.id)).id } }),
  },
  cancelTrainingRun: {
    202: async () => ({
      params: { projectId: empty.id, trainingRunId: (await trainedRun(api, empty.id, 'queued')).id },
    }),
    409: async () => ({ params: { projectId: empty.id, trainingRunId: (await trainedRun(api, empty.id)).id } }),
  },
  createModel: {
    201: async () => ({ ...inEmpty(), body: { name: 'm', trainingRunId: (await trainedRun(api, empty.id)).id } }),
    409: async () => ({
      ...inEmpty(),
      body: { name: 'm', trainingRunId: (await trainedRun(api, empty.id, 'failed')).id },
    }),
  },
  listModels: { 200: inEmpty },
  createEndpoint: {
    202: async () => ({ ...inEmpty(), body: { name: 'new', modelId: (await model(api, empty.id)).id } }),
  },
  listEndpoints: { 200: inEmpty },
  deleteEndpoint: {
    204: async () => ({ params: { projectId: empty.id, endpoint: (await endpoint(api, empty.id)).name } }),
  },
  createPrediction: {
    200: async () => {
      const { name } = await endpoint(api, world.project.id);
      return { params: { projectId: world.project.id, endpoint: name }, body: { items: [{ itemId: '1' }] } };
    },
    409: async () => {
      const { id, name } = await endpoint(api, empty.id);
      await api.control.endpoints.update(id, { state: 'failed' });
      return { params: { projectId: empty.id, endpoint: name }, body: { items: [{ itemId: '1' }] } };
    },
    422: async () => {
      const { name } = await endpoint(api, empty.id);
      return { params: { projectId: empty.id, endpoint: name }, body: { items: [{ itemId: 'nothing' }] } };
    },
    503: async () => {
      const { name } = await endpoint(api, empty.id);
      forecasts.close();
      return { params: { projectId: empty.id, endpoint: name }, body: { items: [{ itemId: '1' }] } };
    },
  },
  createExplanation: {
    200: () => asked(world.project.id, '1'),
    409: async () => {
      const { params, body } = await asked(empty.id, '1');
      const { id } = (await api.control.endpoints.byName(empty.id, params.endpoint))!;
      await api.control.endpoints.update(id, { state: 'failed' });
      return { params, body };
    },
    422: () => asked(empty.id, 'nothing'),
    503: async () => {
      const options = await asked(empty.id, '1');
      forecasts.close();
      return options;
    },
  },
  createBatchForecast: { 202: async () => ({ ...inEmpty(), body: { modelId: (await model(api, empty.id)).id } }) },
  listBatchForecasts: { 200: inWorld },
  getBatchForecast: { 200: onBatch },
  downloadBatchForecast: { 200: onBatch, 409: onUnfinishedBatch },
  listForecastItems: {
    200: onBatch,
    409: onUnfinishedBatch,
    503: async () => {
      withoutWarehouse();
      const { id } = await batchForecast(api, empty.id);
      return { params: { projectId: empty.id, batchForecastId: id } };
    },
  },
  getForecastChart: {
    200: () => ({ params: { ...onBatch().params, itemId: '1' } }),
    409: onUnfinishedBatch,
    503: async () => {
      withoutWarehouse();
      const { id } = await batchForecast(api, empty.id);
      return { params: { projectId: empty.id, batchForecastId: id, itemId: '1' } };
    },
  },
  getForecastExplanation: {
    200: async () => {
      await serving();
      return { params: { ...onBatch().params, itemId: '1' } };
    },
    409: onUnfinishedBatch,
    422: async () => {
      await serving();
      return { params: { ...onBatch().params, itemId: 'nothing' } };
    },
    503: () => {
      forecasts.close();
      return { params: { ...onBatch().params, itemId: '1' } };
    },
  },
};

/** Cases that follow from the contract: of status, for an operation whose `options` would succeed. */
const derived: Readonly<Record<number, (it: Operation, good: CallOptions) => CallOptions | undefined>> = {
  400: (it, good) => {
    if (it.body && it.body !== 'bytes') return { ...good, body: { nonsense: true } };
    if (it.params) return { ...good, params: { ...good.params, ...broken(good.params) } };
    return undefined;
  },
  401: (it, good) => (it.access === 'public' ? undefined : { ...good, cookie: '' }),
  403: (it, good) =>
    it.access === 'domain'
      ? { ...good, cookie: '', token: 'of the world' }
      : { ...good, headers: { origin: 'https://evil.example' } },
  404: (it, good) => (it.params ? { ...good, params: { ...good.params, ...missing(good.params) } } : undefined),
  413: (it, good) =>
    it.body === 'bytes'
      ? { ...good, body: 'x'.repeat(4 * 1024 * 1024) }
      : { ...good, body: { nonsense: 'x'.repeat(it.maxBodyBytes ?? 1024 * 1024) } },
  415: (_, good) => ({ ...good, body: 'nonsense', headers: { 'content-type': 'text/plain' } }),
};
const firstOf = (params: CallOptions['params'] = {}) => ('projectId' in params ? 'projectId' : 'domainId');
const broken = (params: CallOptions['params']) => ({ [firstOf(params)]: 'NOT-AN-ID' });
const missing = (params: CallOptions['params']) => ({
  [firstOf(params)]: `${firstOf(params).slice(0, 3).replace('pro', 'prj')}_${unknown}`,
});

const isGood = (status: number) => status < 300;

/** Asks for a session where the case says nothing of credentials. */
const call = async (operation: Operation, options: CallOptions): Promise<LightMyRequestResponse> => {
  const token = options.token === 'of the world' ? await api.token(world.project.id) : options.token;
  const { token: _, ...rest } = options;
  return api.call(operation, { cookie, ...rest, ...(token === undefined ? {} : { token }) });
};

describe.each(Object.values(operations) as Operation[])('$id', (operation) => {
  const own = cases[operation.id as keyof Operations];

  it.each([operation.status, ...problemStatuses(operation)])('answers %i as the contract says', async (status) => {
    const good = Object.entries(own).find(([it]) => isGood(Number(it)))![1];
    const options = await (own[status]?.() ?? derived[status]?.(operation, await good()));
    if (!options) throw new Error(`no case makes ${operation.id} answer ${status}`);

    const reply = await call(operation, options);

    expect({ status: reply.statusCode, body: reply.statusCode === status ? '' : reply.body }).toEqual({
      status,
      body: '',
    });
    if (!isGood(status)) {
      expect(reply.headers['content-type']).toBe('application/problem+json');
      expect(Problem.parse(reply.json())).toMatchObject({ status, requestId: reply.headers['x-request-id'] });
    } else if (status === 204) {
      expect(reply.body).toBe('');
    } else if (operation.produces) {
      expect(reply.headers['content-type']).toContain(operation.produces);
    } else {
      operation.response.parse(reply.json());
    }
  });
});
