import {
  type BlueprintUse,
  blueprintNames,
  blueprints as known,
  type ProvisioningStep,
} from '@tandem/data-model/contract';

/** One step for each blueprint, under the blueprint's name, in the order in which they build on each other. */
export function provisioningSteps({
  blueprints,
}: {
  readonly blueprints: readonly BlueprintUse[];
}): ProvisioningStep[] {
  const used = new Set(blueprints.map((it) => it.blueprint));
  return blueprintNames
    .filter((it) => used.has(it))
    .map((name) => ({
      name,
      state: 'queued',
      detail: known[name].summary,
      tries: 0,
      startedAt: null,
      endedAt: null,
      error: null,
    }));
}
