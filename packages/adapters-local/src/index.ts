export { type BackupOptions, backupHome } from './backup/backup-home.ts';
export type { Manifest } from './backup/manifest.ts';
export { type RestoreOptions, restoreHome } from './backup/restore-home.ts';
export { openControlStore } from './control-store/open-control-store.ts';
export { forecastSocket, openForecastClient } from './forecast-client/forecast-client.ts';
export { type Home, openHome } from './home.ts';
export { type OidcSettings, openOidc, readOidcSettings } from './identity-provider/open-oidc.ts';
export { openDiskObjectStore } from './object-store/disk-object-store.ts';
export { removeStalePartials } from './object-store/remove-stale-partials.ts';
export { scratchPlace } from './object-store/scratch-place.ts';
export { checkDatabase } from './postgres/check-database.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from './postgres/embedded-postgres.ts';
export { orRefuse } from './process/or-refuse.ts';
export { servingOptions } from './process/serving-options.ts';
export { openQueue, type QueueOptions } from './queue/open-queue.ts';
export { openQueuePlace } from './queue/queue-place.ts';
export { restWhenIdle } from './queue/rest-when-idle.ts';
export { openRemoteDatabases, type RemoteDatabasesOptions } from './remote-databases/open-remote-databases.ts';
export { openSecretBox } from './secret-box/open-secret-box.ts';
export { secretKeys } from './secret-box/secret-keys.ts';
export { copiesPlace } from './sql-runner/copies-place.ts';
export { type ObjectCacheOptions, openObjectCache } from './sql-runner/open-object-cache.ts';
export { openQueryRunner, type QueryRunnerOptions } from './sql-runner/open-query-runner.ts';
export { queryPlace } from './sql-runner/query-place.ts';
export { openThreadPool, type ThreadPoolOptions } from './thread-pool/thread-pool.ts';
export { traceField } from './tracing/span.ts';
export { startTracing, wantsTraces } from './tracing/start-tracing.ts';
export { tracedRunner } from './tracing/traced-runner.ts';
export { tracedWarehouse } from './tracing/traced-warehouse.ts';
export { type DuckDbOptions, openDuckDb } from './warehouse/duckdb-warehouse.ts';
export { findWarehouseHost } from './warehouse/find-warehouse-host.ts';
export { openWarehouse, type WarehouseOptions } from './warehouse/open-warehouse.ts';
export { openWarehouseCompute } from './warehouse/open-warehouse-compute.ts';
export { openWarehouses, type Warehouses } from './warehouse/open-warehouses.ts';
export { warehousePlace } from './warehouse/warehouse-place.ts';
export { serveWake, wakeWorker } from './worker-wake.ts';
