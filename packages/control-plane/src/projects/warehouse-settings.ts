import type { BlueprintUse } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';

/** How the process that owns a warehouse runs; what is not said, the machine decides. */
export interface WarehouseSettings {
  readonly threads?: number;
  /** As DuckDB spells it. */
  readonly memoryLimit?: string;
  readonly idleMs?: number;
}

/** What a project's blueprints say of its warehouse's process; it holds from the process' next start. */
export async function warehouseSettings(
  { control }: { readonly control: { readonly projects: Pick<ControlStore['projects'], 'get'> } },
  projectId: string,
): Promise<WarehouseSettings> {
  const blueprints: readonly BlueprintUse[] = (await control.projects.get(projectId))?.blueprints ?? [];
  const use = blueprints.find((it) => it.blueprint === 'RedshiftServerless');
  const { warehouseThreads, warehouseMemoryMegabytes, warehouseIdleMinutes } = use?.parameters ?? {};
  return {
    ...(warehouseThreads === undefined ? {} : { threads: warehouseThreads }),
    ...(warehouseMemoryMegabytes === undefined ? {} : { memoryLimit: `${warehouseMemoryMegabytes}MB` }),
    ...(warehouseIdleMinutes === undefined ? {} : { idleMs: warehouseIdleMinutes * 60_000 }),
  };
}
