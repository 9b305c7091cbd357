import { NotFound } from '@tandem/data-model';
import type { Domain, NewDomain, NewProjectProfile, Principal, ProjectProfile } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';

/** The domains that somebody belongs to; all, for an administrator. */
export async function listDomains(
  { control }: Pick<Deps, 'control'>,
  { isAdministrator, domainIds, grants }: Principal,
): Promise<Domain[]> {
  const all = await control.domains.list();
  if (isAdministrator) return all;
  const own = new Set([...domainIds, ...grants.map((it) => it.domainId)]);
  return all.filter((it) => own.has(it.id));
}

/** Whoever makes it owns it. Throws Conflict where the name is taken. */
export function createDomain(
  { control }: Pick<Deps, 'control'>,
  portalUrl: string,
  domain: NewDomain,
  { userId }: Pick<Principal, 'userId'>,
): Promise<Domain> {
  return control.domains.create({ ...domain, portalUrl }, userId ?? undefined);
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
