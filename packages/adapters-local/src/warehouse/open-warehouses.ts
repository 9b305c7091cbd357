import type { Home } from '../home.ts';
import { type HostedWarehouse, openWarehouse, type WarehouseOptions } from './open-warehouse.ts';

/** The warehouses of a home's projects. */
export interface Warehouses {
  /** A project's warehouse, opened once and kept; where opening fails, the next call tries again. */
  get(projectId: string): Promise<HostedWarehouse>;
  close(): Promise<void>;
}

/** `optionsOf` is asked at every start of a project's host. */
export function openWarehouses(
  home: Home,
  optionsOf: (projectId: string) => Promise<WarehouseOptions> = async () => ({}),
): Warehouses {
  const opened = new Map<string, Promise<HostedWarehouse>>();
  return {
    get: (projectId) => {
      const known = opened.get(projectId);
      if (known) return known;
      const opening = openWarehouse(home, projectId, () => optionsOf(projectId));
      opened.set(projectId, opening);
      opening.catch(() => opened.delete(projectId));
      return opening;
    },
    close: async () => {
      await Promise.allSettled([...opened.values()].map(async (it) => (await it).close()));
    },
  };
}
