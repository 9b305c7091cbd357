import { setTimeout as delay } from 'node:timers/promises';
import { Conflict, Unavailable } from '@tandem/data-model';
import type { WarehouseState } from '@tandem/data-model/contract';
import type { WarehouseCompute } from '@tandem/ports';
import type { Home } from '../home.ts';
import { askWarehouseHost } from './find-warehouse-host.ts';
import type { Warehouses } from './open-warehouses.ts';

const stopped: WarehouseState = {
  state: 'stopped',
  startedAt: null,
  memoryBytes: null,
  memoryLimit: null,
  threads: null,
  calls: 0,
  note: null,
};

/** A host lets calls that came meanwhile end, at most 25 s. */
const stopMs = 30_000;

/** The host processes of a home's warehouses, whichever process of ours started them. */
export function openWarehouseCompute(home: Home, warehouses: Pick<Warehouses, 'get'>): WarehouseCompute {
  const state = async (projectId: string) => (await askWarehouseHost(home, projectId))?.state ?? stopped;
  return {
    state,
    async start(projectId) {
      await (await warehouses.get(projectId)).run('select 1');
      return state(projectId);
    },
    async stop(projectId) {
      const host = await askWarehouseHost(home, projectId);
      if (!host) return stopped;
      if (host.state.calls > 0) {
        throw new Conflict(
          `The warehouse is at work: ${host.state.calls} calls are under way.`,
          'Stop it when the load, the training or whatever reads from it has ended.',
        );
      }
      process.kill(host.pid, 'SIGTERM');
      const deadline = performance.now() + stopMs;
      while ((await askWarehouseHost(home, projectId))?.pid === host.pid) {
        if (performance.now() > deadline) {
          throw new Unavailable(
            'The warehouse has not stopped yet.',
            'Look again in a moment: it ends after its calls.',
          );
        }
        await delay(20);
      }
      return state(projectId);
    },
  };
}
