import { counted, KnownError } from '@tandem/data-model';
import type { Connection, Operations, Project } from '@tandem/data-model/contract';
import type { ObjectStore, WarehouseCompute } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { lastSnapshot } from '../flow/last-snapshot.ts';
import { objectKeys } from '../object-keys.ts';
import { requireWarehouse } from '../projects/projects.ts';
import { starOf } from '../projects/stars.ts';

export interface ProvidedConnectionDeps extends Pick<Deps, 'control'> {
  readonly objects: Pick<ObjectStore, 'list'>;
  readonly compute: Pick<WarehouseCompute, 'state'>;
  /** Where warehouses and objects lie. */
  readonly storage: { readonly warehouse: 'duckdb' | 'redshift'; readonly objects: 'disk' | 's3' };
}

/** What the profile of a project provisions to work through, and whether it can now. Starts nothing. */
export async function listProvidedConnections(deps: ProvidedConnectionDeps, project: Project): Promise<Connection[]> {
  const { storage } = deps;
  const connections: [Named, () => Promise<Standing>][] = [
    [
      {
        name: `project.${storage.warehouse}`,
        kind: storage.warehouse,
        operations: ['createLoad', 'listTables', 'listTableRows', 'createTrainingRun', 'startWarehouse'],
      },
      () => warehouse(deps, project),
    ],
    [
      { name: 'project.objects', kind: storage.objects, operations: ['createUpload', 'downloadBatchForecast'] },
      () => objects(deps, project),
    ],
    [{ name: 'project.sql', kind: 'snapshot', operations: ['createQuery'] }, () => sql(deps, project)],
    [
      { name: 'project.forecasts', kind: 'forecasts', operations: ['createPrediction', 'createExplanation'] },
      () => forecasts(deps, project),
    ],
  ];
  return Promise.all(
    connections.map(async ([it, look]) => ({ ...it, ...ofProfile, id: it.name, ...(await look().catch(away)) })),
  );
}

/** It has no settings that anybody could give, and its name is its id. */
const ofProfile = { madeBy: 'profile', settings: null, testedAt: null, createdAt: null, changedAt: null } as const;

type Named = Pick<Connection, 'name' | 'kind'> & { operations: (keyof Operations)[] };
type Standing = Pick<Connection, 'state' | 'detail'>;

/** A place that does not answer is one state among others here; any other fault is the program's. */
function away(error: unknown): Standing {
  if (!(error instanceof KnownError)) throw error;
  return { state: 'away', detail: `${error.message} ${error.mend}` };
}

async function warehouse({ compute }: ProvidedConnectionDeps, project: Project): Promise<Standing> {
  const refused = refusal(project);
  if (refused) return { state: 'missing', detail: refused };
  const { state, calls } = await compute.state(project.id);
  return state === 'running'
    ? { state: 'ready', detail: `Runs, with ${counted(calls, 'call')} under way.` }
    : { state: 'resting', detail: 'Rests, and starts by itself with the next call that needs it.' };
}

async function objects({ objects }: ProvidedConnectionDeps, { id }: Project): Promise<Standing> {
  const found = await objects.list(`${objectKeys.project(id)}/`);
  const bytes = found.reduce((sum, it) => sum + it.bytes, 0);
  return {
    state: 'ready',
    detail: `Keeps ${counted(found.length, 'object')} of ${bytes.toLocaleString('en-US')} bytes.`,
  };
}

async function sql(deps: ProvidedConnectionDeps, project: Project): Promise<Standing> {
  const refused = refusal(project);
  if (refused) return { state: 'missing', detail: refused };
  try {
    const { loadId, tables } = await lastSnapshot(deps, project, await starOf(deps, project.id));
    return { state: 'ready', detail: `Reads ${counted(tables.length, 'table')} as the load ${loadId} left them.` };
  } catch (error) {
    if (!(error instanceof KnownError && error.kind === 'conflict')) throw error;
    return { state: 'empty', detail: `${error.message} ${error.mend}` };
  }
}

async function forecasts({ control }: ProvidedConnectionDeps, { id }: Project): Promise<Standing> {
  const all = await control.endpoints.list(id);
  const serving = all.filter((it) => it.state === 'in-service');
  return serving.length > 0
    ? { state: 'ready', detail: `Served under ${serving.map((it) => it.name).join(', ')}.` }
    : { state: 'empty', detail: 'No endpoint is in service. Register a model of a training run and serve it.' };
}

/** Why a project has no warehouse to work with; undefined where it has. */
function refusal(project: Project): string | undefined {
  try {
    requireWarehouse(project);
    return undefined;
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return `${error.message} ${error.mend}`;
  }
}
