import type { Operation } from '@tandem/data-model/contract';

/** The words of a verb, such as `['loads', 'list']` for `tandem loads list`. */
export type Words = readonly string[];

/** Operations whose derived words are not what a user would type. */
const chosen: Readonly<Record<string, Words>> = {
  getHealth: ['health'],
  getReadiness: ['readiness'],
  getSignInMethods: ['sign-ins', 'methods'],
  createPersonalToken: ['tokens', 'create'],
  listPersonalTokens: ['tokens', 'list'],
  revokePersonalToken: ['tokens', 'revoke'],
  renewInvitation: ['users', 'renew-invitation'],
  addToGroup: ['groups', 'add'],
  removeFromGroup: ['groups', 'remove'],
  listDomainOwners: ['domains', 'owners'],
  addDomainOwner: ['domains', 'add-owner'],
  removeDomainOwner: ['domains', 'remove-owner'],
  listDomainUnitOwners: ['domain-units', 'owners'],
  addDomainUnitOwner: ['domain-units', 'add-owner'],
  removeDomainUnitOwner: ['domain-units', 'remove-owner'],
  listAuditEvents: ['audit', 'list'],
  getAuditVerification: ['audit', 'verify'],
  listDomainAuditEvents: ['domains', 'audit'],
  listDrift: ['domains', 'drift'],
  getDomainTeardownPlan: ['domains', 'plan-delete'],
  createProjectProfile: ['profiles', 'create'],
  listProjectProfiles: ['profiles', 'list'],
  getProjectProfile: ['profiles', 'show'],
  changeProjectProfile: ['profiles', 'change'],
  deleteProjectProfile: ['profiles', 'delete'],
  getOverview: ['overview'],
  retryProvisioning: ['projects', 'retry'],
  getDrift: ['projects', 'drift'],
  updateToProfile: ['projects', 'update'],
  getTeardownPlan: ['projects', 'plan-delete'],
  listCatalog: ['catalog', 'list'],
  setEntryTerms: ['catalog', 'set-terms'],
  publishEntry: ['listings', 'publish'],
  listPublished: ['listings', 'published'],
  getStar: ['star', 'show'],
  setStar: ['star', 'set'],
  createStarProposal: ['star', 'propose-uploads'],
  downloadRejectedRecords: ['loads', 'download-rejects'],
  listRejects: ['loads', 'rejects'],
  getRowOrigin: ['loads', 'trace'],
  listTableRows: ['tables', 'show'],
  getLineage: ['lineage'],
  putUploadPart: ['upload-sessions', 'send-part'],
  createQuery: ['sql'],
  getCompute: ['compute', 'show'],
  listConnectionTables: ['connections', 'tables'],
  importTable: ['connections', 'import'],
  startWarehouse: ['compute', 'start'],
  stopWarehouse: ['compute', 'stop'],
  getProjectQuotas: ['quotas', 'show'],
  setProjectQuotas: ['quotas', 'set'],
  getDomainQuotas: ['quotas', 'show-domain'],
  setDomainQuotas: ['quotas', 'set-domain'],
  createTrainingRun: ['training', 'start'],
  listTrainingRuns: ['training', 'list'],
  getTrainingRun: ['training', 'show'],
  streamTrainingRun: ['training', 'watch'],
  cancelTrainingRun: ['training', 'cancel'],
  createPrediction: ['endpoints', 'predict'],
  createExplanation: ['endpoints', 'explain'],
  listForecastItems: ['batch-forecasts', 'items'],
  getForecastChart: ['batch-forecasts', 'chart'],
  getForecastExplanation: ['batch-forecasts', 'explain'],
  listDeadJobs: ['jobs', 'list-dead'],
  requeueDeadJob: ['jobs', 'requeue'],
  discardDeadJob: ['jobs', 'discard'],
};

/** Operations that a verb written by hand carries out, which does more than call them. */
export const writtenByHand: Readonly<Record<string, Words>> = {
  createSession: ['login'],
  deleteSession: ['logout'],
  getMe: ['whoami'],
  getStarSchema: ['star', 'schema'],
};

/**
 * The words by which an operation is called: the noun is what its id says after the first word, in the plural, and the
 * verb that first word: `listDomainUnits` is `domain-units list`. An id of one word stands below its tag.
 */
export function verbOf({ id, tag }: Pick<Operation, 'id' | 'tag'>): Words {
  const known = writtenByHand[id] ?? chosen[id];
  if (known) return known;
  const [verb = id, ...object] = id.split(/(?=[A-Z])/).map((it) => it.toLowerCase());
  const noun = object.length > 0 ? plural(object.join('-')) : tag.toLowerCase().split(/\W+/).join('-');
  return [noun, renamed[verb] ?? verb];
}

const renamed: Readonly<Record<string, string>> = { get: 'show', update: 'change', stream: 'watch' };

const plural = (noun: string) => (noun.endsWith('s') ? noun : noun.replace(/([^aeiou])y$/, '$1ie').concat('s'));
