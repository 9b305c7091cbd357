import type { Home } from '../home.ts';
import { type HostedWarehouse, openWarehouse } from './open-warehouse.ts';

/** The warehouses of a home's projects. */
export interface Warehouses {
  /** A project's warehouse, opened once and kept; where opening fails, the next call tries again. */
  get(projectId: string): Promise<HostedWarehouse>;
  close(): Promise<void>;
}

export function openWarehouses(home: Home): Warehouses {
  const opened = new Map<string, Promise<HostedWarehouse>>();
  return {
    get: (projectId) => {
      const known = opened.get(projectId);
      if (known) return known;
      const opening = openWarehouse(home, projectId);
      opened.set(projectId, opening);
      opening.catch(() => opened.delete(projectId));
      return opening;
    },
    close: async () => {
      await Promise.allSettled([...opened.values()].map(async (it) => (await it).close()));
    },
  };
}
