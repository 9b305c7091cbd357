import { isDeepStrictEqual } from 'node:util';
import { NotFound } from '@tandem/data-model';
import type { NewProjectProfile, ProfileVersion, ProjectProfile } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { getDomain } from './domains.ts';

/** Throws NotFound for the domain, Conflict where it has a profile of that name. */
export async function createProjectProfile(
  deps: Pick<Deps, 'control'>,
  domainId: string,
  profile: NewProjectProfile,
): Promise<ProjectProfile> {
  await getDomain(deps, domainId);
  return deps.control.projectProfiles.create(domainId, profile);
}

export async function listProjectProfiles(deps: Pick<Deps, 'control'>, domainId: string): Promise<ProjectProfile[]> {
  await getDomain(deps, domainId);
  return deps.control.projectProfiles.list(domainId);
}

/** Throws NotFound also where it is another domain's. */
export async function getProjectProfile(
  { control }: Pick<Deps, 'control'>,
  domainId: string,
  profileId: string,
): Promise<ProjectProfile> {
  const profile = await control.projectProfiles.get(profileId);
  if (profile?.domainId !== domainId) throw new NotFound('project profile', profileId);
  return profile;
}

export async function getProfileWithVersions(
  deps: Pick<Deps, 'control'>,
  domainId: string,
  profileId: string,
): Promise<ProjectProfile & { versions: ProfileVersion[] }> {
  const profile = await getProjectProfile(deps, domainId, profileId);
  return { ...profile, versions: await deps.control.projectProfiles.versions(profileId) };
}

/** Other blueprints make the next version; the same ones, or another name alone, make none. */
export async function changeProjectProfile(
  deps: Pick<Deps, 'control'>,
  domainId: string,
  profileId: string,
  { name, blueprints }: NewProjectProfile,
): Promise<ProjectProfile> {
  const before = await getProjectProfile(deps, domainId, profileId);
  const isSame = isDeepStrictEqual(before.blueprints, blueprints);
  const changed = await deps.control.projectProfiles.change(profileId, { name, ...(isSame ? {} : { blueprints }) });
  if (!changed) throw new NotFound('project profile', profileId);
  return changed;
}

/** Throws Conflict while a project uses it. */
export async function deleteProjectProfile(
  deps: Pick<Deps, 'control'>,
  domainId: string,
  profileId: string,
): Promise<void> {
  await getProjectProfile(deps, domainId, profileId);
  await deps.control.projectProfiles.delete(profileId);
}
