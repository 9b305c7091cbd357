import { setTimeout as delay } from 'node:timers/promises';
import { Conflict, counted, Unavailable } from '@tandem/data-model';
import type { WarehouseState } from '@tandem/data-model/contract';
import type { Warehouse, WarehouseCompute } from '@tandem/ports';
import type { Home } from '../home.ts';
import { askWarehouseHost } from './find-warehouse-host.ts';

const stopped: WarehouseState = {
  state: 'stopped',
  startedAt: null,
  memoryBytes: null,
  memoryLimit: null,
  threads: null,
  calls: 0,
  heldBy: [],
  idleStopSeconds: null,
  note: null,
};

/** A host lets calls that came meanwhile end, at most 25 s. */
const stopMs = 30_000;

/** The host processes of a home's warehouses, whichever process of ours started them. */
export function openWarehouseCompute(
  home: Home,
  warehouses: { get(projectId: string): Promise<Warehouse> },
): WarehouseCompute {
  const state = async (projectId: string) => (await askWarehouseHost(home, projectId))?.state ?? stopped;
  return {
    state,
    async start(projectId) {
      await (await warehouses.get(projectId)).run('select 1');
      return state(projectId);
    },
    async stop(projectId) {
      const host = await askWarehouseHost(home, projectId, 'stop');
      if (!host) return stopped;
      refuseInUse(host.state);
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

/** A host that is in use has not stopped. */
function refuseInUse({ calls, heldBy }: WarehouseState): void {
  if (heldBy.length > 0) {
    throw new Conflict(
      `The warehouse is in use: ${heldBy.join(' and ')} would lose what it has read so far.`,
      'Stop the warehouse when that has ended, or cancel it first.',
    );
  }
  if (calls === 0) return;
  throw new Conflict(
    `The warehouse is at work: ${counted(calls, 'call')} under way.`,
    'Stop it when the load, the training or whatever reads from it has ended.',
  );
}
