import {
  openControlStore,
  openDiskObjectStore,
  openHome,
  openQueuePlace,
  queryPlace,
  scratchPlace,
  warehousePlace,
} from '@tandem/adapters-local';
import { objectKeys, projectPlaces } from '@tandem/control-plane';
import { pino } from 'pino';
import { teardown } from '../src/jobs/teardown.ts';

/** Deletes a project in a process of its own, which a test kills: home, address of the database, project, teardown. */
const [root = '', url = '', projectId = '', id = ''] = process.argv.slice(2);
const home = openHome(root);
const control = await openControlStore(url);
const queue = openQueuePlace(url);
const clock = () => new Date();
const places = projectPlaces({
  control,
  objects: openDiskObjectStore(home.objects),
  forecasts: { undeploy: async () => undefined },
  queue,
  storage: [queryPlace(home), warehousePlace(home)],
  scratch: [scratchPlace(home, objectKeys.project)],
  clock,
});
process.stdout.write('begins\n');
const attempt = { number: 1, isLast: true, signal: new AbortController().signal };
const log = pino({ enabled: false });
await teardown({ kind: 'teardown', projectId, id }, attempt, {
  control,
  log,
  now: () => clock().toISOString(),
  places,
});
await queue.close();
await control.close();
