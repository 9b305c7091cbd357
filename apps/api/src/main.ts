import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readAwsSettings } from '@tandem/adapters-aws/env';
import {
  copiesPlace,
  openControlStore,
  openDiskObjectStore,
  openForecastClient,
  openHome,
  openObjectCache,
  openOidc,
  openQueryRunner,
  openQueue,
  openQueuePlace,
  openRemoteDatabases,
  openSecretBox,
  openWarehouseCompute,
  openWarehouses,
  orRefuse,
  queryPlace,
  readOidcSettings,
  scratchPlace,
  secretKeys,
  startTracing,
  tracedWarehouse,
  wakeWorker,
  wantsTraces,
  warehousePlace,
} from '@tandem/adapters-local';
import { createSignInLink, createToken, objectKeys, projectPlaces, warehouseSettings } from '@tandem/control-plane';
import { z } from 'zod';
import { buildApp } from './app.ts';
import { remembering } from './remembered.ts';
import { readServingSettings } from './serving-settings.ts';
import { readUploadLimits } from './upload-limits.ts';

/** How long requests in flight may take to end when the process is asked to stop. */
const drainMs = 25_000;

const { TANDEM_HOME, TANDEM_PORT = '4400', TANDEM_SQL_SANDBOX, DATABASE_URL } = process.env;
const { TANDEM_CALLS_PER_SECOND = '1000' } = process.env;
if (!TANDEM_HOME || !DATABASE_URL) {
  console.error('The API needs TANDEM_HOME and DATABASE_URL; `npm start` sets both.');
  process.exit(2);
}
if (TANDEM_SQL_SANDBOX && TANDEM_SQL_SANDBOX !== 'required') {
  console.error(`TANDEM_SQL_SANDBOX is "${TANDEM_SQL_SANDBOX}". Give "required", or leave it out.`);
  process.exit(2);
}
if (!(Number(TANDEM_CALLS_PER_SECOND) > 0)) {
  console.error(`TANDEM_CALLS_PER_SECOND is "${TANDEM_CALLS_PER_SECOND}". Give a number above 0, such as 1000.`);
  process.exit(2);
}

// What is printed goes to a file. Node ends a process whose output cannot be written, and a full disk must end none.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

const settings = orRefuse(() => readAwsSettings(process.env));
const uploadLimits = orRefuse(() => readUploadLimits(process.env));
const { host, secretKey, ...serving } = orRefuse(() => readServingSettings(process.env));
const oidc = orRefuse(() => readOidcSettings(process.env));

const remotes = orRefuse(() =>
  openRemoteDatabases({ hosts: process.env.TANDEM_CONNECTION_HOSTS ?? '', controlStoreUrl: DATABASE_URL }),
);

const traces = orRefuse(() => wantsTraces(process.env));
const endTracing = await startTracing('tandem-api', traces);
const home = openHome(TANDEM_HOME);
const secrets = openSecretBox(orRefuse(() => secretKeys(home, secretKey)));
const clock = () => new Date();
const wake = async () => void (await wakeWorker(home));
const control = remembering(await openControlStore(DATABASE_URL, clock));
// Until there is a log, what goes wrong in the background is printed.
let report: (error: unknown) => void = console.error;
const queue = await openQueue(DATABASE_URL, (error) => report(error), {
  onSent: () => wake(),
});

// A star lies in DuckDB and its objects on this disk, or in Redshift and S3; the SDK is loaded for those alone.
const aws = settings && (await import('@tandem/adapters-aws')).openAws(settings);
const objects = aws?.objects ?? openDiskObjectStore(home.objects);
const warehouses = aws?.warehouses ?? openWarehouses(home, (projectId) => warehouseSettings({ control }, projectId));
const queries = await openQueryRunner(home, {
  sandboxRequired: TANDEM_SQL_SANDBOX === 'required',
  ...(aws ? { files: await openObjectCache({ objects, folder: home.copies, mostBytes: settings.sqlCacheBytes }) } : {}),
});

const forecasts = openForecastClient(home);
const queuePlace = openQueuePlace(DATABASE_URL);
const places = projectPlaces({
  control,
  objects,
  forecasts,
  queue: queuePlace,
  storage: [
    queryPlace(home),
    ...(aws ? [aws.databasePlace, copiesPlace(home, objects, objectKeys.project)] : [warehousePlace(home)]),
  ],
  scratch: aws ? [] : [scratchPlace(home, objectKeys.project)],
  clock,
});

// Under a parent, the installation is ready when the parent says that the first flow is done.
let isReady = process.send === undefined;
const app = await buildApp({
  control,
  queue,
  wake,
  objects,
  forecasts,
  warehouse: async (projectId) => tracedWarehouse(await warehouses.get(projectId)),
  storage: aws ? { warehouse: 'redshift', objects: 's3' } : { warehouse: 'duckdb', objects: 'disk' },
  compute: aws?.compute ?? openWarehouseCompute(home, warehouses),
  queries,
  remotes,
  secrets,
  identityProvider: oidc && openOidc(oidc),
  places,
  clock,
  config: {
    version: JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8')).version,
    ...serving,
    isReady: () => isReady,
    portal: path.join(import.meta.dirname, '../../admin-ui/dist/web'),
    ...uploadLimits,
    callsPerSecond: Number(TANDEM_CALLS_PER_SECOND),
    socketsPerAddress: 1_024,
    traces,
    logFile: path.join(home.logs, 'api.log'),
  },
});

if (queries.sandbox.reason) app.log.warn(queries.sandbox, 'queries run with less around them than there could be');
report = (error) => app.log.error({ err: error }, 'something failed in the background');

const FromParent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('flow-done') }),
  z.object({ type: z.literal('create-sign-in-link'), requestId: z.string() }),
  z.object({ type: z.literal('create-token'), requestId: z.string(), projectId: z.string() }),
]);

const startUp = { kind: 'start-up', id: null, name: 'start-up' } as const;

process.on('message', async (raw) => {
  const { data: message } = FromParent.safeParse(raw);
  if (message?.type === 'flow-done') isReady = true;
  else if (message) process.send?.({ requestId: message.requestId, ...(await answer(message)) });
});

async function answer(message: Exclude<z.infer<typeof FromParent>, { type: 'flow-done' }>) {
  const { type: operation, requestId } = message;
  try {
    return await control.audit.as({ actor: startUp, operation, requestId }, async () =>
      message.type === 'create-sign-in-link'
        ? { type: 'sign-in-link', secret: await createSignInLink(control, clock) }
        : { type: 'token', token: await createToken(control, clock, startUp.name, message.projectId) },
    );
  } catch (error) {
    report(error);
    return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

let stopping = false;
const stop = async () => {
  if (stopping) return;
  stopping = true;
  const late = setTimeout(() => process.exit(0), drainMs);
  await app.close();
  await queries.close();
  await queue.stop(0);
  await queuePlace.close();
  await warehouses.close();
  await control.close();
  await endTracing();
  clearTimeout(late);
  process.exit(0);
};
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, stop);

try {
  await app.listen({ host, port: Number(TANDEM_PORT) });
} catch (error) {
  if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
  console.error(`Port ${TANDEM_PORT} is in use. Stop what uses it, or give another one in TANDEM_PORT.`);
  process.exit(1);
}
process.send?.({ type: 'ready' });
