import type { WarehouseState } from '@tandem/data-model/contract';

/** What serves projects' warehouses, as something that can be seen, started and stopped. */
export interface WarehouseCompute {
  state(projectId: string): Promise<WarehouseState>;
  /** Gives the state once it serves; throws Unavailable where it cannot start. */
  start(projectId: string): Promise<WarehouseState>;
  /** Gives the state once it has ended; throws Conflict while calls are under way. */
  stop(projectId: string): Promise<WarehouseState>;
}
