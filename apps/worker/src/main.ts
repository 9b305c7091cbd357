import { availableParallelism } from 'node:os';
import { readAwsSettings } from '@tandem/adapters-aws/env';
import {
  copiesPlace,
  forecastSocket,
  openControlStore,
  openDiskObjectStore,
  openHome,
  openQueue,
  openQueuePlace,
  openThreadPool,
  openWarehouses,
  orRefuse,
  queryPlace,
  removeStalePartials,
  restWhenIdle,
  scratchPlace,
  serveWake,
  startTracing,
  tracedRunner,
  tracedWarehouse,
  traceField,
  wantsTraces,
  warehousePlace,
} from '@tandem/adapters-local';
import {
  newBackOff,
  objectKeys,
  projectPlaces,
  resumeOpenWork,
  sendWaitingRuns,
  startDueRuns,
  warehouseSettings,
} from '@tandem/control-plane';
import { forLog } from '@tandem/data-model';
import type { Attempt, JobWork, OpenWork } from '@tandem/ports';
import pino from 'pino';
import { openImportedModel } from './imported-model/open-imported-model.ts';
import { batchForecast } from './jobs/batch-forecast.ts';
import { deploy } from './jobs/deploy.ts';
import { load } from './jobs/load.ts';
import { provision } from './jobs/provision.ts';
import { type RunJob, runJob, type WorkerDeps } from './jobs/run-job.ts';
import { teardown } from './jobs/teardown.ts';
import { train } from './jobs/train.ts';
import { workflow } from './jobs/workflow.ts';
import { serveForecasts } from './local-forecast/forecast-server.ts';
import { openLocalForecast } from './local-forecast/local-forecast.ts';
import { trainedIn } from './local-forecast/trained-in.ts';
import { keepTimetable } from './timetable.ts';
import { readWorkerSettings } from './worker-settings.ts';

const { TANDEM_HOME, DATABASE_URL } = process.env;
if (!TANDEM_HOME || !DATABASE_URL) {
  console.error('The worker needs TANDEM_HOME and DATABASE_URL; `npm start` sets both.');
  process.exit(2);
}

// What is printed goes to a file. Node ends a process whose output cannot be written, and a full disk must end none.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

const settings = orRefuse(() => readAwsSettings(process.env));
const { jobsAtOnce, jobsPerProject, idleMs } = orRefuse(() => readWorkerSettings(process.env));

const traces = orRefuse(() => wantsTraces(process.env));
const endTracing = await startTracing('tandem-worker', traces);
const home = openHome(TANDEM_HOME);
// Ids and errors, never row values.
const logFile = pino.destination({ dest: `${home.logs}/worker.log`, mode: 0o600, maxLength: 1 << 20 });
// A full disk must end no work; what could not be written comes later, up to that length.
logFile.on('error', () => undefined);
const log = pino({ base: null, mixin: traceField, serializers: { err: forLog } }, logFile);
const control = await openControlStore(DATABASE_URL);
const queue = await openQueue(DATABASE_URL, (err) => log.error({ err }, 'something failed in the background'), {
  perProject: jobsPerProject,
});
// A star lies in DuckDB and its objects on this disk, or in Redshift and S3; the SDK is loaded for those alone.
const aws = settings && (await import('@tandem/adapters-aws')).openAws(settings, { awaitsWrites: true });
const objects = aws?.objects ?? openDiskObjectStore(home.objects);
const forecasts = openLocalForecast({
  objects,
  openRunner: (module, shared) =>
    tracedRunner(openThreadPool<never, never>({ module, shared, threads: availableParallelism() }), trainedIn),
  openImported: (file, signal) => openImportedModel(file, { runtimes: home.runtimes, signal }),
});

const local = openWarehouses(home, (projectId) => warehouseSettings({ control }, projectId));
const warehouses = aws?.warehouses ?? local;

const queuePlace = openQueuePlace(DATABASE_URL);
const deps: WorkerDeps = {
  control,
  queue,
  objects,
  forecasts,
  warehouse: async (projectId) => tracedWarehouse(await warehouses.get(projectId)),
  // Only a process of ours can be stopped.
  holdWarehouse: aws ? async () => () => undefined : async (projectId, what) => (await local.get(projectId)).hold(what),
  now: () => new Date().toISOString(),
  log,
  places: projectPlaces({
    control,
    objects,
    forecasts,
    queue: queuePlace,
    storage: [
      queryPlace(home),
      ...(aws ? [aws.databasePlace, copiesPlace(home, objects, objectKeys.project)] : [warehousePlace(home)]),
    ],
    scratch: aws ? [] : [scratchPlace(home, objectKeys.project)],
    clock: () => new Date(),
  }),
};
const jobs: Record<JobWork['kind'], RunJob> = {
  provision,
  load,
  train,
  deploy,
  'batch-forecast': batchForecast,
  workflow,
};

const worker = { kind: 'worker', id: null, name: 'worker' } as const;
const server = await serveForecasts(forecasts, forecastSocket(home), (err) =>
  log.error({ err }, 'answering a prediction failed'),
);
let busyAt = performance.now();
const takeUp = (kind: OpenWork['kind'], run: (work: OpenWork, attempt: Attempt) => Promise<void>) =>
  queue.work(kind, jobsAtOnce, async (work, attempt) => {
    log.info({ kind, id: work.id, attempt: attempt.number }, 'work starts');
    await control.audit
      .as({ actor: worker, operation: kind, requestId: work.id }, () => run(work, attempt))
      .finally(() => {
        busyAt = performance.now();
      });
    log.info({ kind, id: work.id }, 'work ended');
  });
for (const [kind, job] of Object.entries(jobs) as [JobWork['kind'], RunJob][]) {
  await takeUp(kind, async (work, attempt) => {
    // Whatever comes of it: a run that waits for it looks, and waits on where it has not ended.
    await runJob(job, { ...work, kind }, attempt, deps).finally(() => sendWaitingRuns({ control, queue }, work));
  });
}
// It deletes leases too, its own among them; each of its steps may be done twice.
await takeUp('teardown', (work, attempt) => teardown(work, attempt, deps));
// What a killed worker left half-done is taken up again; a job whose send got lost is sent, now or in a minute.
await resumeOpenWork({ control, queue });
const onError = (err: unknown) => log.error({ err }, 'looking for open work failed');
const backOff = newBackOff();
const timetable = keepTimetable({
  startDue: () =>
    startDueRuns({
      ...{ control, queue, backOff, clock: () => new Date() },
      failed: (err, { id }) => log.error({ err, id }, 'starting a workflow failed'),
    }),
  isAsleep: () => rest?.isAsleep() ?? false,
  onError: (err) => log.error({ err }, 'looking for what is due failed'),
});
const rest =
  idleMs === undefined
    ? undefined
    : restWhenIdle(queue, {
        idleMs,
        lastBusyAt: () => busyAt,
        nextDue: () => timetable.look(),
        onWake: async () => {
          await resumeOpenWork({ control, queue });
          await timetable.look();
        },
        onError,
      });
// What was missed while nothing ran comes once.
await timetable.look();
const wakeServer = await serveWake(home, async () => {
  await rest?.wake();
  await timetable.look();
});
const resuming = setInterval(() => {
  if (!rest?.isAsleep()) resumeOpenWork({ control, queue }).catch(onError);
}, 60_000);
process.send?.({ type: 'ready' });
// Uploads end after two hours at the latest.
for (const folder of [home.objects, home.warehouses]) {
  removeStalePartials(folder, 86_400_000).then(
    (count) => log.info({ folder, count }, 'unfinished files removed'),
    (err: unknown) => log.error({ folder, err }, 'removing unfinished files failed'),
  );
}

let stopping = false;
const stop = async () => {
  if (stopping) return;
  stopping = true;
  clearInterval(resuming);
  timetable.end();
  rest?.end();
  wakeServer.close();
  server.close();
  await queue.stop(2_000);
  await warehouses.close();
  await queuePlace.close();
  await control.close();
  await endTracing();
  process.exit(0);
};
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, stop);
