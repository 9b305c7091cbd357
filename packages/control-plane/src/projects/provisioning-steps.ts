import type { BlueprintUse, ProjectProfile, ProvisioningStep } from '@tandem/data-model/contract';

const details: Readonly<Record<BlueprintUse['blueprint'], string>> = {
  Tooling: 'A place for uploads, models and forecasts',
  RedshiftServerless: 'A warehouse with the tables of the star',
  MLExperiments: 'Training, model registry and the forecast table',
};

/** One step for each blueprint of a profile, under the blueprint's name, in the order in which they build on each other. */
export function provisioningSteps({ blueprints }: Pick<ProjectProfile, 'blueprints'>): ProvisioningStep[] {
  const used = new Set(blueprints.map((it) => it.blueprint));
  const names = (Object.keys(details) as BlueprintUse['blueprint'][]).filter((it) => used.has(it));
  return names.map((name) => ({ name, state: 'queued', detail: details[name], endedAt: null }));
}
