export { listAuditEvents } from './audit/list-audit-events.ts';
export { verifyAudit } from './audit/verify-audit.ts';
export * from './catalog/catalog.ts';
export * from './catalog/glossary.ts';
export {
  type ConnectionDeps,
  changeableOf,
  changeConnection,
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  listConnectionTables,
  testConnection,
} from './connections/connections.ts';
export { type ImportDeps, importTable } from './connections/import-table.ts';
export type { ProvidedConnectionDeps } from './connections/provided-connections.ts';
export type { Clock, Deps } from './deps.ts';
export * from './flow/batch-forecasts.ts';
export { completeUpload } from './flow/complete-upload.ts';
export * from './flow/endpoints.ts';
export * from './flow/jobs.ts';
export { lastSnapshot, type SnapshotDeps } from './flow/last-snapshot.ts';
export * from './flow/loads.ts';
export * from './flow/models.ts';
export { type FlowRecords, getOverview, overviewOf } from './flow/overview.ts';
export * from './flow/resume-open-work.ts';
export { type SweepDeps, sweepUploads } from './flow/sweep-uploads.ts';
export * from './flow/training-runs.ts';
export {
  beginUpload,
  giveUpUpload,
  putUploadPart,
  tooLarge,
  uploadProgress,
} from './flow/upload-sessions.ts';
export { atMost, createUpload, type UploadDeps } from './flow/uploads.ts';
export * from './flow/writers.ts';
export { type Action, can, type Decision, demand, type Resource } from './identity/can.ts';
export * from './identity/external-sign-in.ts';
export { backoffMs } from './identity/lockout.ts';
export { hashPassword, isPassword } from './identity/passwords.ts';
export * from './identity/people.ts';
export { hashSecret } from './identity/secrets.ts';
export * from './identity/sign-in.ts';
export * from './identity/tokens.ts';
export * from './identity/units.ts';
export { objectKeys } from './object-keys.ts';
export { differences, resolveBlueprints } from './projects/blueprint-parameters.ts';
export * from './projects/domains.ts';
export * from './projects/drift.ts';
export { lookAt, type PlaceDeps, projectPlaces } from './projects/project-places.ts';
export * from './projects/project-profiles.ts';
export {
  changeProject,
  createProject,
  getProject,
  listProjects,
  requireWarehouse,
  retryProvisioning,
} from './projects/projects.ts';
export { provisioningSteps } from './projects/provisioning-steps.ts';
export * from './projects/run-teardown.ts';
export { type StarDeps, setStar, starOf } from './projects/stars.ts';
export * from './projects/teardown.ts';
export { type WarehouseSettings, warehouseSettings } from './projects/warehouse-settings.ts';
export * from './quotas/quotas.ts';
export * from './sharing/approvals.ts';
export * from './sharing/listings.ts';
export * from './sharing/requests.ts';
export * from './sharing/shared-tables.ts';
export * from './sharing/subscriptions.ts';
export { type AdvanceDeps, advanceRun, sendWaitingRuns } from './workflows/advance-run.ts';
export { type BackOff, newBackOff } from './workflows/back-off.ts';
export { type DueDeps, startDueRuns, wakeForUpload } from './workflows/start-due-runs.ts';
export {
  cancelWorkflowRun,
  getWorkflowRun,
  listWorkflowRuns,
  restartWorkflowRun,
  startWorkflowRun,
} from './workflows/workflow-runs.ts';
export * from './workflows/workflows.ts';
