import { startTestPostgres } from '@tandem/adapters-local/test-postgres';
import {
  type NewConnection,
  type Operations,
  operations,
  type Project,
  type QuotaName,
} from '@tandem/data-model/contract';
import { type CallOptions, serveForecastsAt, startApp, type TestApp } from '../start-app.ts';
import { makeWorld, salesHeader, type World } from '../world.ts';

/** What makes an operation answer a status: the options of a call, after whatever has to be done before it. */
export type Case = () => CallOptions | Promise<CallOptions>;

/** The statuses of each operation that do not follow from its input and its access. */
export type Cases = { readonly [K in keyof Operations]: Readonly<Record<number, Case>> };

/** The one server of all cases, and the projects that it has. */
export interface Scene {
  readonly api: TestApp;
  /** A session that reaches the whole domain. */
  readonly cookie: string;
  /** A project in which everything was done, one in which nothing was, and one that is not ready. */
  readonly world: World;
  readonly empty: Project;
  readonly provisioning: Project;
  inWorld(): { params: { projectId: string } };
  inEmpty(): { params: { projectId: string } };
  inProvisioning(): { params: { projectId: string } };
  /** The empty project, with a warehouse that is away from then on. */
  withoutWarehouse(): { params: { projectId: string } };
  /** Lets a project, a new one unless it is given, have nothing more of what a quota limits. */
  atQuota(quota: QuotaName, project?: Project): Promise<{ projectId: string; domainId: string }>;
  /** The id of an upload whose text is a header, of sales unless it is given. */
  upload(projectId: string, header?: string): Promise<string>;
  /** What opens a database outside, with a table `sales`. */
  outside(): Promise<Omit<NewConnection, 'name' | 'kind'>>;
  /** Starts the forecast server where it does not run. */
  serving(): Promise<void>;
  stopServing(): void;
  stop(): Promise<void>;
}

/** A key that came with another request before. */
export const usedKey = 'used-before';

/** Ends the id of what is not there. */
export const unknown = '0'.repeat(32);

export async function openScene(): Promise<Scene> {
  const api = await startApp({ maxUploadBytes: 3 * 1024 * 1024 });
  let outside: ReturnType<typeof databaseOutside> | undefined;
  let forecasts: Awaited<ReturnType<typeof serveForecastsAt>> | undefined;
  const serving = async () => {
    if (forecasts?.listening) return;
    forecasts = await serveForecastsAt(api.home, (path, { request }) =>
      request?.items[0]?.itemId === 'nothing'
        ? [422, nothingToForecast]
        : [200, request?.items.map(({ itemId }) => (path === '/explain' ? explanation : prediction)(itemId)) ?? {}],
    );
  };
  await serving();
  const world = await makeWorld(api);
  const empty = await api.project();
  const provisioning = (await api.control.projects.update((await api.project()).id, { state: 'provisioning' }))!;
  const cookie = await api.session();
  await api.call(operations.createDomain, {
    cookie,
    headers: { 'idempotency-key': usedKey },
    body: { name: 'Of a key', region: 'eu-west-1' },
  });
  const inProject = (projectId: string) => () => ({ params: { projectId } });
  return {
    api,
    cookie,
    world,
    empty,
    provisioning,
    inWorld: inProject(world.project.id),
    inEmpty: inProject(empty.id),
    inProvisioning: inProject(provisioning.id),
    withoutWarehouse: () => {
      api.breakWarehouse(empty.id);
      return { params: { projectId: empty.id } };
    },
    atQuota: async (quota, project) => {
      const { id: projectId, domainId } = project ?? (await api.project());
      await api.control.quotas.set(domainId, projectId, [{ quota, most: 0, warnShare: 0.8 }]);
      return { projectId, domainId };
    },
    upload: async (projectId, header = salesHeader) => {
      const options = { cookie, params: { projectId }, query: { name: 'a.csv' }, body: `${header}\n` };
      return (await api.call(operations.createUpload, options)).json().id;
    },
    outside: async () => {
      outside ??= databaseOutside();
      const { hostname: host, port, pathname, username: user, password } = new URL((await outside).url);
      return { host, port: Number(port), database: pathname.slice(1), user, password, tls: 'disable' };
    },
    serving,
    stopServing: () => void forecasts?.close(),
    stop: async () => {
      forecasts?.close();
      await (await outside)?.postgres.stop();
      await api.stop();
    },
  };
}

async function databaseOutside() {
  const postgres = await startTestPostgres();
  const url = await postgres.createDatabase();
  await postgres.run(url, 'create table sales as select 1 as id');
  return { postgres, url };
}

const prediction = (itemId: string) => ({ itemId, timestamps: [], mean: [], quantiles: {}, note: null });
const explanation = (itemId: string) => ({ itemId, timestamps: [], median: [], parts: [], note: null });
const nothingToForecast = {
  code: 'NOTHING_TO_FORECAST',
  kind: 'rejected',
  message: 'No row is left.',
  mend: 'Give rows.',
  faults: [],
};
