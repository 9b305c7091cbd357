import { NotFound } from '@tandem/data-model';
import type { Domain, NewDomain, NewProjectProfile, ProjectProfile } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';

/** Throws Conflict where the name is taken. */
export function createDomain(
  { control }: Pick<Deps, 'control'>,
  portalUrl: string,
  domain: NewDomain,
): Promise<Domain> {
  return control.domains.create({ ...domain, portalUrl });
}

/** Throws NotFound for the domain, Conflict where it has a profile of that name. */
export async function createProjectProfile(
  { control }: Pick<Deps, 'control'>,
  domainId: string,
  profile: NewProjectProfile,
): Promise<ProjectProfile> {
  await getDomain({ control }, domainId);
  return control.projectProfiles.create(domainId, profile);
}

export async function listProjectProfiles(
  { control }: Pick<Deps, 'control'>,
  domainId: string,
): Promise<ProjectProfile[]> {
  await getDomain({ control }, domainId);
  return control.projectProfiles.list(domainId);
}

export async function getDomain({ control }: Pick<Deps, 'control'>, domainId: string): Promise<Domain> {
  const domain = (await control.domains.list()).find((it) => it.id === domainId);
  if (!domain) throw new NotFound('domain', domainId);
  return domain;
}
