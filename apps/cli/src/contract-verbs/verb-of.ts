import type { Operation } from '@tandem/data-model/contract';

/** The words of a verb, such as `['loads', 'list']` for `tandem loads list`. */
export type Words = readonly string[];

/** Operations whose derived words are not what a user would type. */
const chosen: Readonly<Record<string, Words>> = {
  getHealth: ['health'],
  createProjectProfile: ['profiles', 'create'],
  listProjectProfiles: ['profiles', 'list'],
  getOverview: ['overview'],
  retryProvisioning: ['projects', 'retry'],
  createStarProposal: ['star', 'propose-uploads'],
  downloadRejectedRecords: ['loads', 'download-rejects'],
  listRejects: ['loads', 'rejects'],
  getRowOrigin: ['loads', 'trace'],
  listTableRows: ['tables', 'show'],
  getLineage: ['lineage'],
  createQuery: ['sql'],
  cancelQuery: ['compute', 'cancel-query'],
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
};

/** Operations that a verb written by hand carries out, which does more than call them. */
export const writtenByHand: Readonly<Record<string, Words>> = {
  createSession: ['login'],
  deleteSession: ['logout'],
  getMe: ['whoami'],
  getStarSchema: ['star', 'schema'],
};

/**
 * The words by which an operation is called: the noun is its tag, the verb the first word of its id, and what else the
 * id says than the noun stays behind it: `listLoads` of `Loads` is `loads list`.
 */
export function verbOf({ id, tag }: Pick<Operation, 'id' | 'tag'>): Words {
  const known = writtenByHand[id] ?? chosen[id];
  if (known) return known;
  const noun = tag.toLowerCase().split(/\W+/);
  const [verb = id, ...object] = id.split(/(?=[A-Z])/).map((it) => it.toLowerCase());
  const rest = without(noun, object);
  return [noun.join('-'), [shortened[verb] ?? verb, ...rest].join('-')];
}

const shortened: Readonly<Record<string, string>> = { get: 'show' };

/** An object's words less those of the noun, in singular or plural, that it begins with. */
function without(noun: readonly string[], object: readonly string[]): readonly string[] {
  const isNoun = noun.every((word, n) => singular(object[n] ?? '') === singular(word));
  return isNoun ? object.slice(noun.length) : object;
}

const singular = (word: string) => word.replace(/ies$/, 'y').replace(/s$/, '');
