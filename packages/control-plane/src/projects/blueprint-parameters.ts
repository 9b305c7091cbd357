import { type Fault, InvalidInput } from '@tandem/data-model';
import type { BlueprintUse, Difference } from '@tandem/data-model/contract';

type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * What a project has: the blueprints of its profile, with what the project says of the parameters that the profile
 * leaves open. What the profile says stands, whatever the project said before.
 */
export function resolveBlueprints(
  profile: readonly BlueprintUse[],
  overrides: readonly BlueprintUse[],
): BlueprintUse[] {
  return profile.map((use) => {
    const said = overrides.find((it) => it.blueprint === use.blueprint);
    return { ...use, parameters: { ...said?.parameters, ...use.parameters } } as BlueprintUse;
  });
}

/** Throws InvalidInput where overrides name a blueprint that a profile lacks, or a parameter that it has set. */
export function checkOverrides(profile: readonly BlueprintUse[], overrides: readonly BlueprintUse[]): void {
  const faults: Fault[] = overrides.flatMap(({ blueprint, parameters }, k) => {
    const use = profile.find((it) => it.blueprint === blueprint);
    if (!use) {
      const expected = `one of ${profile.map((it) => it.blueprint).join(', ')}`;
      return [{ at: `body.overrides.${k}.blueprint`, expected, got: blueprint }];
    }
    const fixed = use.parameters as Parameters;
    return Object.entries(parameters as Parameters)
      .filter(([name, value]) => fixed[name] !== undefined && fixed[name] !== value)
      .map(([name, value]) => ({
        at: `body.overrides.${k}.parameters.${name}`,
        expected: `${fixed[name]}, as the profile has it`,
        got: String(value),
      }));
  });
  const [first] = faults;
  if (!first) return;
  throw new InvalidInput(
    `A project may say what its profile leaves open: ${first.at} must be ${first.expected}; it is ${first.got}.`,
    'Leave it out, or choose a profile that leaves it open.',
    { faults },
  );
}

/** In what blueprints differ; none where each has the same parameters. */
export function differences(project: readonly BlueprintUse[], profile: readonly BlueprintUse[]): Difference[] {
  const names = [...new Set([...profile, ...project].map((it) => it.blueprint))];
  return names.flatMap((blueprint): Difference[] => {
    const [mine, theirs] = [project, profile].map((all) => all.find((it) => it.blueprint === blueprint));
    if (!mine || !theirs) {
      const has = (it: BlueprintUse | undefined) => (it ? blueprint : null);
      return [{ blueprint, parameter: null, project: has(mine), profile: has(theirs) }];
    }
    const [a, b] = [mine.parameters as Parameters, theirs.parameters as Parameters];
    return [...new Set([...Object.keys(b), ...Object.keys(a)])]
      .filter((name) => a[name] !== b[name])
      .map((parameter) => ({ blueprint, parameter, project: a[parameter] ?? null, profile: b[parameter] ?? null }));
  });
}
