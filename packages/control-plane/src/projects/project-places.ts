import type { Holding } from '@tandem/data-model/contract';
import type { ControlStore, ForecastServing, ObjectStore, ProjectPlace } from '@tandem/ports';
import type { Clock } from '../deps.ts';
import { objectKeys } from '../object-keys.ts';

export interface PlaceDeps {
  readonly control: ControlStore;
  readonly objects: Pick<ObjectStore, 'list' | 'delete'>;
  readonly forecasts: Pick<ForecastServing, 'undeploy'>;
  readonly queue: ProjectPlace;
  /** Processes and files of the warehouse and of queries, which read objects. */
  readonly storage: readonly ProjectPlace[];
  /** What lies where the objects did. */
  readonly scratch: readonly ProjectPlace[];
  readonly clock: Clock;
}

/**
 * Everything that a project owns, in the order in which it goes: what is at work first, then what it works on, and the
 * records last, by which a deletion that was cut off finds the rest.
 */
export function projectPlaces(deps: PlaceDeps): ProjectPlace[] {
  return [
    sharing(deps),
    jobs(deps),
    deps.queue,
    endpoints(deps),
    ...deps.storage,
    objects(deps),
    ...deps.scratch,
    records(deps),
  ];
}

/** What every place holds of a project, in their order. */
export async function lookAt(places: readonly ProjectPlace[], projectId: string): Promise<Holding[]> {
  const found: Holding[] = [];
  for (const place of places) {
    for (const it of await place.look(projectId)) found.push({ place: place.name, ...it });
  }
  return found;
}

function sharing({ control }: PlaceDeps): ProjectPlace {
  return {
    name: 'sharing',
    does: 'What it publishes is taken back, and subscriptions and requests end, of others to it and of it to others',
    look: async (projectId) => {
      const open = await control.sharing.open(projectId);
      return Object.entries(open).map(([name, count]) => ({ name, count, bytes: null }));
    },
    empty: (projectId) => control.sharing.endAll(projectId, { by: 'teardown', reason: 'The project is deleted.' }),
  };
}

const isOpen = ({ state }: { readonly state: string }) => state === 'queued' || state === 'running';

function jobs({ control, clock }: PlaceDeps): ProjectPlace {
  // Runs of workflows first: they start the others.
  const kinds = {
    'workflow runs': control.workflowRuns,
    loads: control.loads,
    'training runs': control.trainingRuns,
    forecasts: control.batchForecasts,
  };
  return {
    name: 'jobs',
    does: 'Queued and running jobs are cancelled',
    look: (projectId) =>
      Promise.all(
        Object.entries(kinds).map(async ([name, kind]) => {
          const all: readonly { readonly state: string }[] = await kind.list(projectId);
          return { name: `open ${name}`, count: all.filter(isOpen).length, bytes: null };
        }),
      ),
    async empty(projectId) {
      const cancelled = { state: 'cancelled', progress: null, endedAt: clock().toISOString() } as const;
      for (const kind of Object.values(kinds)) {
        const all: readonly { readonly id: string; readonly state: string }[] = await kind.list(projectId);
        for (const { id } of all.filter(isOpen)) await kind.update(id, cancelled, ['queued', 'running']);
      }
    },
  };
}

function endpoints({ control, forecasts }: PlaceDeps): ProjectPlace {
  return {
    name: 'endpoints',
    does: 'Endpoints stop serving, and their models leave the memory',
    look: async (projectId) => [
      { name: 'endpoints', count: (await control.endpoints.list(projectId)).length, bytes: null },
    ],
    async empty(projectId) {
      for (const { id } of await control.endpoints.list(projectId)) {
        // Without its record it is not served again; a worker that was killed in between holds no model.
        await control.endpoints.delete(id, { by: 'teardown', reason: null });
        await forecasts.undeploy(id);
      }
    },
  };
}

function objects({ objects }: PlaceDeps): ProjectPlace {
  const prefix = (projectId: string) => `${objectKeys.project(projectId)}/`;
  return {
    name: 'objects',
    does: 'Uploads, snapshots, frames, models and forecasts are deleted',
    async look(projectId) {
      const counts = new Map(kindsOfObjects.map((it) => [it, { count: 0, bytes: 0 }]));
      for (const { key, bytes } of await objects.list(prefix(projectId))) {
        const folder = key.slice(prefix(projectId).length).split('/')[0]!;
        const kind = counts.get(kindsOfObjects.includes(folder) ? folder : other)!;
        kind.count++;
        kind.bytes += bytes;
      }
      return [...counts].map(([name, it]) => ({ name, ...it }));
    },
    async empty(projectId) {
      for (const { key } of await objects.list(prefix(projectId))) await objects.delete(key);
    },
  };
}

const other = 'other objects';
/** The folders below a project's prefix. */
const kindsOfObjects = ['uploads', 'upload-parts', 'snapshots', 'staging', 'training-runs', 'batch-forecasts', other];

function records({ control }: PlaceDeps): ProjectPlace {
  return {
    name: 'records',
    does: 'Its rows in every table of the control store are deleted, with its tokens, and the project last',
    look: async (projectId) =>
      (await control.projects.rows(projectId)).map(({ table, rows }) => ({ name: table, count: rows, bytes: null })),
    empty: (projectId) => control.projects.deleteRows(projectId),
  };
}
