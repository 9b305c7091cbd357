import { Conflict, NotFound } from '@tandem/data-model';
import type { Drift, Project, ProjectProfile, ProvisioningStep } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { differences, resolveBlueprints } from './blueprint-parameters.ts';
import { getDomain } from './domains.ts';
import { provisioningSteps } from './provisioning-steps.ts';

/** In what a project is not as the newest version of its profile would have it. */
export async function getDrift(deps: Pick<Deps, 'control'>, project: Project): Promise<Drift> {
  return driftOf(project, await profileOf(deps, project));
}

/** The projects of a domain that differ from their profile, or were made with an earlier version of it. */
export async function listDrift(deps: Pick<Deps, 'control'>, domainId: string): Promise<Drift[]> {
  const { control } = deps;
  await getDomain(deps, domainId);
  const profiles = await control.projectProfiles.list(domainId);
  const projects = (await control.projects.list()).filter((it) => it.domainId === domainId && it.state !== 'deleting');
  return projects
    .map((it) => driftOf(it, profiles.find(({ id }) => id === it.profileId)!))
    .filter((it) => it.differences.length > 0 || it.projectVersion !== it.profileVersion);
}

/**
 * Gives a project the blueprints of its profile's newest version and has what is new or has changed provisioned; what a
 * profile has no more is kept, with its data. Throws Conflict unless the project is active, and where there is nothing
 * to update.
 */
export async function updateToProfile(deps: Deps, project: Project): Promise<Project> {
  const { control, queue } = deps;
  const profile = await profileOf(deps, project);
  const drift = driftOf(project, profile);
  if (drift.differences.length === 0 && drift.projectVersion === drift.profileVersion) {
    throw new Conflict(
      `The project ${project.name} is as version ${profile.version} of its profile has it.`,
      'There is nothing to update.',
    );
  }
  const wanted = wantedBlueprints(project, profile);
  const changed = new Set(drift.differences.map((it) => it.blueprint));
  const steps = provisioningSteps({ blueprints: wanted }).map((step): ProvisioningStep => {
    const known = project.steps.find((it) => it.name === step.name);
    return known && !changed.has(step.name) ? known : { ...step, tries: known?.tries ?? 0 };
  });
  const update = {
    state: 'provisioning',
    steps,
    error: null,
    blueprints: wanted,
    profileVersion: profile.version,
  } as const;
  const begun = await control.projects.update(project.id, update, ['active']);
  if (!begun) {
    throw new Conflict(
      `The project ${project.name} cannot be updated: its state is "${project.state}".`,
      'Wait until it is "active", or have a failed provisioning done again first.',
    );
  }
  await queue.send({ kind: 'provision', projectId: project.id, id: project.id });
  return begun;
}

function driftOf(project: Project, profile: ProjectProfile): Drift {
  return {
    projectId: project.id,
    projectName: project.name,
    profileId: profile.id,
    profileName: profile.name,
    projectVersion: project.profileVersion,
    profileVersion: profile.version,
    differences: differences(project.blueprints, wantedBlueprints(project, profile)),
  };
}

/** What a project would have; a blueprint that its profile has no more is kept, for nobody asked for its data to go. */
function wantedBlueprints(project: Project, profile: ProjectProfile) {
  const wanted = resolveBlueprints(profile.blueprints, project.overrides);
  const kept = project.blueprints.filter((it) => !wanted.some(({ blueprint }) => blueprint === it.blueprint));
  return [...wanted, ...kept];
}

async function profileOf({ control }: Pick<Deps, 'control'>, { profileId }: Project): Promise<ProjectProfile> {
  const profile = await control.projectProfiles.get(profileId);
  if (!profile) throw new NotFound('project profile', profileId);
  return profile;
}
