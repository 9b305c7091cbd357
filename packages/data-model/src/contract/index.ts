import * as approvals from './approvals.ts';
import * as audit from './audit.ts';
import * as batchForecasts from './batch-forecasts.ts';
import * as blueprints from './blueprints.ts';
import * as catalog from './catalog.ts';
import * as compute from './compute.ts';
import * as connections from './connections.ts';
import * as domains from './domains.ts';
import * as endpoints from './endpoints.ts';
import * as explanations from './explanations.ts';
import * as glossary from './glossary.ts';
import * as jobs from './jobs.ts';
import * as lineage from './lineage.ts';
import * as listings from './listings.ts';
import * as loadChanges from './load-changes.ts';
import * as loads from './loads.ts';
import * as models from './models.ts';
import * as people from './people.ts';
import * as projectProfiles from './project-profiles.ts';
import * as projects from './projects.ts';
import * as queries from './queries.ts';
import * as quotas from './quotas.ts';
import * as star from './star.ts';
import * as subscriptions from './subscriptions.ts';
import * as system from './system.ts';
import * as tables from './tables.ts';
import * as teardowns from './teardowns.ts';
import * as tokens from './tokens.ts';
import * as trainingRuns from './training-runs.ts';
import * as uploadSessions from './upload-sessions.ts';
import * as uploads from './uploads.ts';
import * as workflowRuns from './workflow-runs.ts';
import * as workflows from './workflows.ts';

export * from './approvals.ts';
export * from './audit.ts';
export * from './batch-forecasts.ts';
export * from './blueprints.ts';
export * from './catalog.ts';
export * from './catalog-name.ts';
export * from './check-transformations.ts';
export * from './completed-plan.ts';
export * from './compute.ts';
export * from './connections.ts';
export * from './domains.ts';
export * from './endpoints.ts';
export * from './explanations.ts';
export * from './glossary.ts';
export * from './holiday-countries.ts';
export * from './idempotency-key.ts';
export * from './is-secret-name.ts';
export * from './jobs.ts';
export * from './lineage.ts';
export * from './listings.ts';
export * from './load-changes.ts';
export * from './load-report.ts';
export * from './loads.ts';
export * from './models.ts';
export * from './operation.ts';
export * from './pages.ts';
export * from './people.ts';
export * from './presets.ts';
export * from './problem.ts';
export * from './project-profiles.ts';
export * from './projects.ts';
export * from './queries.ts';
export * from './query-csv.ts';
export * from './quotas.ts';
export * from './roles.ts';
export * from './schema-example.ts';
export * from './schema-faults.ts';
export * from './star.ts';
export * from './subscriptions.ts';
export * from './system.ts';
export * from './tables.ts';
export * from './teardowns.ts';
export * from './tokens.ts';
export * from './training-job.ts';
export * from './training-runs.ts';
export * from './transformations.ts';
export * from './upload-sessions.ts';
export * from './uploads.ts';
export * from './workflow-runs.ts';
export * from './workflows.ts';

/** Every call of the REST API, by operation id; routes, OpenAPI document and client all follow from this table. */
export const operations = {
  getHealth: system.getHealth,
  getReadiness: system.getReadiness,
  createSession: system.createSession,
  deleteSession: system.deleteSession,
  getSignInMethods: system.getSignInMethods,
  startSignIn: system.startSignIn,
  getMe: system.getMe,
  createPersonalToken: tokens.createPersonalToken,
  listPersonalTokens: tokens.listPersonalTokens,
  revokePersonalToken: tokens.revokePersonalToken,
  createServiceToken: tokens.createServiceToken,
  listServiceTokens: tokens.listServiceTokens,
  revokeServiceToken: tokens.revokeServiceToken,
  setPassword: tokens.setPassword,
  inviteUser: people.inviteUser,
  listUsers: people.listUsers,
  renewInvitation: people.renewInvitation,
  updateUser: people.updateUser,
  removeUser: people.removeUser,
  createGroup: people.createGroup,
  listGroups: people.listGroups,
  deleteGroup: people.deleteGroup,
  addToGroup: people.addToGroup,
  removeFromGroup: people.removeFromGroup,
  createDomainUnit: people.createDomainUnit,
  listDomainUnits: people.listDomainUnits,
  updateDomainUnit: people.updateDomainUnit,
  deleteDomainUnit: people.deleteDomainUnit,
  listDomainOwners: people.listDomainOwners,
  addDomainOwner: people.addDomainOwner,
  removeDomainOwner: people.removeDomainOwner,
  listDomainUnitOwners: people.listDomainUnitOwners,
  addDomainUnitOwner: people.addDomainUnitOwner,
  removeDomainUnitOwner: people.removeDomainUnitOwner,
  listMembers: people.listMembers,
  setMember: people.setMember,
  removeMember: people.removeMember,
  explainPermission: people.explainPermission,
  listAuditEvents: audit.listAuditEvents,
  listDomainAuditEvents: audit.listDomainAuditEvents,
  getAuditVerification: audit.getAuditVerification,
  createDomain: domains.createDomain,
  listDomains: domains.listDomains,
  getDomain: domains.getDomain,
  changeDomain: domains.changeDomain,
  getDomainTeardownPlan: domains.getDomainTeardownPlan,
  deleteDomain: domains.deleteDomain,
  listBlueprints: blueprints.listBlueprints,
  createProjectProfile: projectProfiles.createProjectProfile,
  listProjectProfiles: projectProfiles.listProjectProfiles,
  getProjectProfile: projectProfiles.getProjectProfile,
  changeProjectProfile: projectProfiles.changeProjectProfile,
  deleteProjectProfile: projectProfiles.deleteProjectProfile,
  listDrift: projectProfiles.listDrift,
  createProject: projects.createProject,
  listProjects: projects.listProjects,
  getProject: projects.getProject,
  changeProject: projects.changeProject,
  streamProject: projects.streamProject,
  retryProvisioning: projects.retryProvisioning,
  getDrift: projects.getDrift,
  updateToProfile: projects.updateToProfile,
  getTeardownPlan: teardowns.getTeardownPlan,
  deleteProject: teardowns.deleteProject,
  listTeardowns: teardowns.listTeardowns,
  getTeardown: teardowns.getTeardown,
  streamTeardown: teardowns.streamTeardown,
  getOverview: projects.getOverview,
  createTerm: glossary.createTerm,
  listTerms: glossary.listTerms,
  changeTerm: glossary.changeTerm,
  deleteTerm: glossary.deleteTerm,
  listCatalog: catalog.listCatalog,
  setEntryTerms: catalog.setEntryTerms,
  publishEntry: listings.publishEntry,
  listPublished: listings.listPublished,
  unpublishListing: listings.unpublishListing,
  listListings: listings.listListings,
  createSubscriptionRequest: subscriptions.createSubscriptionRequest,
  listSubscriptionRequests: subscriptions.listSubscriptionRequests,
  cancelSubscriptionRequest: subscriptions.cancelSubscriptionRequest,
  approveSubscriptionRequest: subscriptions.approveSubscriptionRequest,
  rejectSubscriptionRequest: subscriptions.rejectSubscriptionRequest,
  listSubscriptions: subscriptions.listSubscriptions,
  revokeSubscription: subscriptions.revokeSubscription,
  cancelSubscription: subscriptions.cancelSubscription,
  listApprovals: approvals.listApprovals,
  getProjectQuotas: quotas.getProjectQuotas,
  setProjectQuotas: quotas.setProjectQuotas,
  getDomainQuotas: quotas.getDomainQuotas,
  setDomainQuotas: quotas.setDomainQuotas,
  getStar: star.getStar,
  setStar: star.setStar,
  getStarSchema: star.getStarSchema,
  createStarProposal: star.createStarProposal,
  createUpload: uploads.createUpload,
  listUploads: uploads.listUploads,
  createUploadSession: uploadSessions.createUploadSession,
  listUploadSessions: uploadSessions.listUploadSessions,
  getUploadSession: uploadSessions.getUploadSession,
  putUploadPart: uploadSessions.putUploadPart,
  completeUploadSession: uploadSessions.completeUploadSession,
  deleteUploadSession: uploadSessions.deleteUploadSession,
  createLoad: loads.createLoad,
  listLoads: loads.listLoads,
  getLoad: loads.getLoad,
  listRejects: loads.listRejects,
  downloadRejectedRecords: loads.downloadRejectedRecords,
  compareLoads: loadChanges.compareLoads,
  revertLoad: loadChanges.revertLoad,
  listTables: tables.listTables,
  listTableRows: tables.listTableRows,
  getRowOrigin: lineage.getRowOrigin,
  getLineage: lineage.getLineage,
  createQuery: queries.createQuery,
  cancelQuery: queries.cancelQuery,
  getCompute: compute.getCompute,
  createConnection: connections.createConnection,
  listConnections: connections.listConnections,
  getConnection: connections.getConnection,
  changeConnection: connections.changeConnection,
  deleteConnection: connections.deleteConnection,
  testConnection: connections.testConnection,
  listConnectionTables: connections.listConnectionTables,
  importTable: connections.importTable,
  startWarehouse: compute.startWarehouse,
  stopWarehouse: compute.stopWarehouse,
  createTrainingRun: trainingRuns.createTrainingRun,
  listTrainingRuns: trainingRuns.listTrainingRuns,
  getTrainingRun: trainingRuns.getTrainingRun,
  streamTrainingRun: trainingRuns.streamTrainingRun,
  cancelTrainingRun: trainingRuns.cancelTrainingRun,
  createModel: models.createModel,
  listModels: models.listModels,
  createEndpoint: endpoints.createEndpoint,
  listEndpoints: endpoints.listEndpoints,
  getEndpoint: endpoints.getEndpoint,
  deleteEndpoint: endpoints.deleteEndpoint,
  createPrediction: endpoints.createPrediction,
  createExplanation: explanations.createExplanation,
  createBatchForecast: batchForecasts.createBatchForecast,
  listBatchForecasts: batchForecasts.listBatchForecasts,
  getBatchForecast: batchForecasts.getBatchForecast,
  downloadBatchForecast: batchForecasts.downloadBatchForecast,
  listForecastItems: batchForecasts.listForecastItems,
  getForecastChart: batchForecasts.getForecastChart,
  getForecastExplanation: explanations.getForecastExplanation,
  createWorkflow: workflows.createWorkflow,
  listWorkflows: workflows.listWorkflows,
  getWorkflow: workflows.getWorkflow,
  changeWorkflow: workflows.changeWorkflow,
  deleteWorkflow: workflows.deleteWorkflow,
  startWorkflowRun: workflowRuns.startWorkflowRun,
  listWorkflowRuns: workflowRuns.listWorkflowRuns,
  getWorkflowRun: workflowRuns.getWorkflowRun,
  cancelWorkflowRun: workflowRuns.cancelWorkflowRun,
  restartWorkflowRun: workflowRuns.restartWorkflowRun,
  listJobs: jobs.listJobs,
  getJob: jobs.getJob,
  streamJob: jobs.streamJob,
  cancelJob: jobs.cancelJob,
  listDeadJobs: jobs.listDeadJobs,
  requeueDeadJob: jobs.requeueDeadJob,
  discardDeadJob: jobs.discardDeadJob,
} as const;

export type Operations = typeof operations;
