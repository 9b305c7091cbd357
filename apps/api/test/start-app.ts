import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  forecastSocket,
  type Home,
  openControlStore,
  openDiskObjectStore,
  openDuckDb,
  openForecastClient,
  openHome,
  openQueryRunner,
  openQueue,
  openQueuePlace,
  openRemoteDatabases,
  openSecretBox,
  openWarehouseCompute,
  queryPlace,
  scratchPlace,
  warehousePlace,
} from '@tandem/adapters-local';
import { startTestPostgres } from '@tandem/adapters-local/test-postgres';
import {
  createServiceToken,
  createSignInLink,
  createToken,
  objectKeys,
  projectPlaces,
  provisioningSteps,
} from '@tandem/control-plane';
import { columnsInWords, retailSales, tablesOf, Unavailable } from '@tandem/data-model';
import {
  type JobState,
  type LoadReport,
  type Operation,
  operations,
  type Project,
  type ProjectRole,
  type Right,
  rights,
  TrainingJob,
  type TrainingReport,
} from '@tandem/data-model/contract';
import type { ControlStore, IdentityProvider, ObjectStore, OpenWork, Queue, Warehouse } from '@tandem/ports';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { buildApp } from '../src/app.ts';
import type { ApiConfig, ApiDeps } from '../src/deps.ts';

/** The API over real adapters: PostgreSQL, files and DuckDB in a temporary home; time moves when a test says so. */
export interface TestApp {
  readonly app: FastifyInstance;
  /** What the app is built from, to build another one beside it. */
  readonly deps: ApiDeps;
  readonly control: ControlStore;
  readonly queue: Queue;
  readonly objects: ObjectStore;
  readonly home: Home;
  /** Address of the control store. */
  readonly databaseUrl: string;
  warehouse(projectId: string): Promise<Warehouse>;
  /** Lets a project's warehouse be away from now on. */
  breakWarehouse(projectId: string): void;
  /** Lets there be this identity provider from now on, or none. */
  useIdentityProvider(provider: IdentityProvider | undefined): void;
  /** Sets the clock forward. */
  pass(ms: number): void;
  signInSecret(): Promise<string>;
  /** A cookie header of a new session. */
  session(): Promise<string>;
  token(projectId: string): Promise<string>;
  serviceToken(projectId: string, role: ProjectRole, scopes?: readonly Right[]): Promise<string>;
  /** A project that is ready, in a domain of its own. */
  project(): Promise<Project>;
  call(operation: Operation, options?: CallOptions): Promise<LightMyRequestResponse>;
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookie?: string;
  readonly token?: string;
}

export async function startApp(config: Partial<ApiConfig> = {}): Promise<TestApp> {
  const postgres = await startTestPostgres();
  const url = await postgres.createDatabase();
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-api-test-'));
  const home = openHome(root);
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead);
  const control = await openControlStore(url, clock);
  const queue = await openQueue(url, () => undefined);
  const objects = openDiskObjectStore(home.objects);
  const warehouses = new Map<string, Promise<Warehouse>>();
  const broken = new Set<string>();
  const warehouse = async (projectId: string) => {
    if (broken.has(projectId)) throw new Unavailable('The warehouse does not answer.', 'Start it.');
    const opening =
      warehouses.get(projectId) ??
      openDuckDb({ file: path.join(home.warehouses, `${projectId}.duckdb`), objectsRoot: home.objects, threads: 1 });
    warehouses.set(projectId, opening);
    return opening;
  };
  const queries = await openQueryRunner(home, {
    bwrap: null,
    warm: 0,
    most: 1,
    memoryLimit: '64MB',
    deadlineMs: 5_000,
  });
  let provider: IdentityProvider | undefined;
  const forecasts = openForecastClient(home);
  const queuePlace = openQueuePlace(url);
  const deps: ApiDeps = {
    control,
    queue,
    wake: async () => undefined,
    objects,
    forecasts,
    warehouse,
    storage: { warehouse: 'duckdb', objects: 'disk' },
    compute: openWarehouseCompute(home, { get: warehouse }),
    queries,
    remotes: openRemoteDatabases({ hosts: '127.0.0.1:*', controlStoreUrl: url }),
    secrets: openSecretBox(['only for tests']),
    get identityProvider() {
      return provider;
    },
    places: projectPlaces({
      control,
      objects,
      forecasts,
      queue: queuePlace,
      storage: [queryPlace(home), warehousePlace(home)],
      scratch: [scratchPlace(home, objectKeys.project)],
      clock,
    }),
    clock,
    config: {
      version: '1.2.3',
      origin: 'http://127.0.0.1:4400',
      isReady: () => true,
      portal: undefined,
      maxUploadBytes: 8 * 1024 * 1024,
      maxOpenUploadBytes: 40 * 1024 * 1024,
      callsPerSecond: 10_000,
      socketsPerAddress: 1_024,
      metricsToken: undefined,
      logFile: undefined,
      ...config,
    },
  };
  const app = await buildApp(deps);
  let projects = 0;
  const it: TestApp = {
    app,
    deps,
    control,
    queue,
    objects,
    home,
    databaseUrl: url,
    warehouse,
    breakWarehouse: (projectId) => void broken.add(projectId),
    useIdentityProvider: (given) => {
      provider = given;
    },
    pass: (ms) => {
      ahead += ms;
    },
    signInSecret: () => createSignInLink(control, clock),
    session: async () => {
      const secret = await it.signInSecret();
      const reply = await it.call(operations.createSession, { body: { secret } });
      return reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    },
    token: (projectId) => createToken(control, clock, 'test', projectId),
    serviceToken: async (projectId, role, scopes = rights) =>
      (await createServiceToken(control, clock, projectId, undefined, { name: role, role, scopes, days: 1 })).secret,
    project: async () => {
      const name = `Project ${++projects}`;
      const domain = await control.domains.create({ name, region: 'eu-west-1', portalUrl: 'http://127.0.0.1:4400' });
      const profile = await control.projectProfiles.create(domain.id, { name, blueprints: [] });
      const ids = { domainId: domain.id, profileId: profile.id };
      const steps = provisioningSteps({ blueprints: [{ blueprint: 'RedshiftServerless', parameters: {} }] });
      const project = await control.projects.create({ ...ids, name, catalogName: `catalog-${projects}`, steps });
      return (await control.projects.update(project.id, { state: 'active' }))!;
    },
    call: (operation, options = {}) => app.inject(injected(operation, options)),
    stop: async () => {
      await app.close();
      await queries.close();
      await queue.stop(0);
      await queuePlace.close();
      for (const opened of warehouses.values()) await (await opened).close();
      await control.close();
      await postgres.stop();
      for (const folder of [root, home.sockets]) rmSync(folder, { recursive: true, force: true });
    },
  };
  return it;
}

export function injected(
  operation: Operation,
  { params = {}, query, body, headers, cookie, token }: CallOptions,
): InjectOptions {
  return {
    method: operation.method,
    url: `/api/v1${operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))}`,
    ...(query ? { query: { ...query } } : {}),
    ...(body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }),
    headers: {
      ...(cookie ? { cookie } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(operation.body === 'bytes' ? { 'content-type': 'application/octet-stream' } : {}),
      ...headers,
    },
  };
}

const queued = { state: 'queued', progress: null, error: null, startedAt: null, endedAt: null } as const;
const scores = { SQL: 0.8, MASE: 0.9, WQL: 0.1, WAPE: 0.12, sMAPE: 11, RMSE: 40, coverage: { p50: 0.5 } };

export const report: TrainingReport = {
  items: 2,
  rows: 60,
  seasons: [7],
  windows: [{ cutoff: '2026-01-20', use: 'test' }],
  candidates: [],
  ensemble: { validation: scores, test: scores },
  baseline: { name: 'seasonal-naive', test: { ...scores, SQL: 1 }, improvement: 0.2, betterItems: 2, comparedItems: 2 },
  importance: null,
  setAside: [{ item: '2', rows: 3, reason: 'Only 3 rows', treatment: 'forecast with the pooled model' }],
  notes: [],
  seconds: 1,
};

/** A training run as a worker leaves it. */
export async function trainedRun({ control }: TestApp, projectId: string, state: JobState = 'succeeded') {
  const job = TrainingJob.parse({ forecastHorizon: 2, forecastQuantiles: ['p10', 'p50', 'p90'] });
  const { id } = await control.trainingRuns.create({ projectId, name: 'run', job, ...queued, report: null });
  if (state === 'succeeded') await control.trainingRuns.update(id, { report, endedAt: '2026-01-30T00:00:00.000Z' });
  return (await control.trainingRuns.update(id, { state }))!;
}

/** A load as a worker leaves it, without its data. */
export async function succeededLoad({ control }: TestApp, projectId: string) {
  const ofFiles = { kind: 'load' as const, revertsTo: null, uploadIds: [], maxRejectShare: 0 };
  const { id } = await control.loads.create({ projectId, ...ofFiles, ...queued, report: null });
  return (await control.loads.update(id, { state: 'succeeded', report: nothingLoaded, endedAt }))!;
}

const endedAt = '2026-01-30T00:00:00.000Z';
const nothingLoaded: LoadReport = {
  counts: { read: 0, loaded: 0, unchanged: 0, rejected: 0 },
  files: [],
  tables: tablesOf(retailSales).map((it) => ({
    name: it.name,
    ...{ added: 0, changed: 0, unchanged: 0, removed: 0, rejected: 0, rows: 0 },
    contentHash: '0-0000000000000000',
    snapshotKey: null,
    columns: columnsInWords(it),
  })),
  checks: [],
  rejects: [],
  seconds: 1,
};

export async function model(it: TestApp, projectId: string) {
  const run = await trainedRun(it, projectId);
  return it.control.models.create({ projectId, name: 'sales', trainingRunId: run.id, test: scores, improvement: 0.2 });
}

let endpoints = 0;

export async function endpoint(it: TestApp, projectId: string) {
  const name = `endpoint-${++endpoints}`;
  const { id } = await model(it, projectId);
  const fresh = { error: null, requests: 0, lastRequestAt: null } as const;
  return it.control.endpoints.create({ projectId, name, modelId: id, state: 'in-service', ...fresh });
}

export async function batchForecast(it: TestApp, projectId: string, succeeded = true) {
  const { id: modelId } = await model(it, projectId);
  const nothing = { items: null, rows: null, cutoff: null };
  const { id } = await it.control.batchForecasts.create({ projectId, modelId, horizon: 2, ...queued, ...nothing });
  if (!succeeded) return (await it.control.batchForecasts.get(projectId, id))!;
  const done = { state: 'succeeded', items: 2, rows: 4, cutoff: '2026-01-30' } as const;
  return (await it.control.batchForecasts.update(id, done))!;
}

/** The next piece of work of a kind that the API sends. */
export function nextWork({ queue }: TestApp, kind: OpenWork['kind']): Promise<OpenWork> {
  return new Promise((resolve) => {
    void queue.work(kind, 1, async (work) => resolve(work));
  });
}

/** Stands on the wire where the worker's forecast server does, and answers each call by `reply`. */
export async function serveForecastsAt(
  home: Home,
  reply: (path: string, body: { served?: object; request?: { items: { itemId: string }[] } }) => [number, unknown],
): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [status, answer] = reply(request.url ?? '', JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(forecastSocket(home), resolve));
  return server;
}
