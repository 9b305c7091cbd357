import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { Conflict } from '@tandem/data-model';
import type { WarehouseState } from '@tandem/data-model/contract';
import type { ObjectStore, ProjectPlace, Warehouse, WarehouseCompute } from '@tandem/ports';
import { redshiftClient, s3Client } from './clients.ts';
import type { AwsSettings } from './env.ts';
import { openDataApi } from './redshift/data-api.ts';
import { databasePlace } from './redshift/database-place.ts';
import { type RedshiftLimits, redshiftLimits } from './redshift/limits.ts';
import { createProjectDatabase } from './redshift/project-database.ts';
import { openRedshift } from './redshift/redshift-warehouse.ts';
import { openS3ObjectStore, type S3Place } from './s3/s3-object-store.ts';

/** What a process works with in an account. */
export interface Aws {
  readonly objects: ObjectStore;
  /** A project's warehouse, in a database of its own, opened once and kept; where opening fails, the next call tries again. */
  readonly warehouses: { get(projectId: string): Promise<Warehouse>; close(): Promise<void> };
  readonly compute: WarehouseCompute;
  /** What a deletion of a project empties here besides its objects. */
  readonly databasePlace: ProjectPlace;
}

export interface AwsOptions {
  /** Whether a warehouse opens only when what an earlier process has sent to write there has ended: for what loads. */
  readonly awaitsWrites?: boolean;
  readonly limits?: Partial<RedshiftLimits>;
}

/** Opens nothing yet: the first call of a project reaches out. Clients find credentials and addresses in the environment. */
export function openAws(settings: AwsSettings, options: AwsOptions = {}): Aws {
  const { region, bucket, bucketPrefix, connection, copyRoleArn } = settings;
  const client = redshiftClient({ region });
  const place: S3Place = { client: s3Client({ region }), bucket, prefix: bucketPrefix };
  const limits = { ...redshiftLimits, ...options.limits };
  const scopeOf = (projectId: string) => `tandem/${projectId}`;
  const apiOf = (projectId: string) =>
    openDataApi({ client, connection, scope: scopeOf(projectId), run: undefined, limits, signal: undefined });
  const open = async (projectId: string): Promise<Warehouse> => {
    const database = await createProjectDatabase(projectId, apiOf(projectId));
    return openRedshift({
      client,
      connection: { ...connection, database },
      objects: place,
      scope: scopeOf(projectId),
      limits,
      awaitsWrites: options.awaitsWrites ?? false,
      ...(copyRoleArn === undefined ? {} : { copyRole: copyRoleArn }),
    });
  };
  const warehouses = openedOnce(open, [client, place.client]);
  return {
    objects: openS3ObjectStore(place),
    warehouses,
    databasePlace: databasePlace(apiOf),
    compute: serverlessCompute(connection.workgroupName, (projectId) => apiOf(projectId).underWay(), warehouses),
  };
}

function openedOnce(
  open: (projectId: string) => Promise<Warehouse>,
  clients: readonly Pick<RedshiftDataClient, 'destroy'>[],
): Aws['warehouses'] {
  const opened = new Map<string, Promise<Warehouse>>();
  return {
    get(projectId) {
      const known = opened.get(projectId);
      if (known) return known;
      const opening = open(projectId);
      opened.set(projectId, opening);
      opening.catch(() => opened.delete(projectId));
      return opening;
    },
    async close() {
      await Promise.allSettled([...opened.values()].map(async (it) => (await it).close()));
      for (const it of clients) it.destroy();
    },
  };
}

/** Redshift Serverless has no process of ours, and nothing to start or stop: it computes while statements run. */
function serverlessCompute(
  workgroup: string,
  underWay: (projectId: string) => Promise<number>,
  warehouses: Pick<Aws['warehouses'], 'get'>,
): WarehouseCompute {
  const bounds =
    `set the base and maximum capacity and the usage limits of the workgroup ${workgroup}, ` +
    'in the console of Redshift Serverless';
  const state = async (projectId: string): Promise<WarehouseState> => ({
    state: 'running',
    startedAt: null,
    memoryBytes: null,
    memoryLimit: null,
    threads: null,
    calls: await underWay(projectId),
    heldBy: [],
    idleStopSeconds: null,
    note: `Redshift Serverless computes while statements run and rests by itself; to bound it, ${bounds}.`,
  });
  return {
    state,
    async start(projectId) {
      await (await warehouses.get(projectId)).run('select 1');
      return state(projectId);
    },
    async stop() {
      throw new Conflict(
        'Redshift Serverless cannot be stopped: it computes, and costs, only while statements run.',
        `To bound what it costs, ${bounds}; to end what runs, cancel the load or the run.`,
      );
    },
  };
}
