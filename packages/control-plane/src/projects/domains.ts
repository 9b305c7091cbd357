import { Conflict, NotFound } from '@tandem/data-model';
import type { Domain, DomainChange, DomainTeardownPlan, NewDomain, Principal } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { requireName } from './require-name.ts';

/** The domains that somebody belongs to; all, for an administrator. */
export async function listDomains(
  { control }: Pick<Deps, 'control'>,
  { isAdministrator, domainIds, grants, projectId }: Principal,
): Promise<Domain[]> {
  const all = await control.domains.list();
  if (projectId !== null) {
    const project = await control.projects.get(projectId);
    return all.filter((it) => it.id === project?.domainId);
  }
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

export async function getDomain({ control }: Pick<Deps, 'control'>, domainId: string): Promise<Domain> {
  const domain = (await control.domains.list()).find((it) => it.id === domainId);
  if (!domain) throw new NotFound('domain', domainId);
  return domain;
}

/** Throws NotFound, and Conflict where the name is taken. */
export async function changeDomain(
  { control }: Pick<Deps, 'control'>,
  domainId: string,
  { name }: DomainChange,
): Promise<Domain> {
  const renamed = await control.domains.rename(domainId, name);
  if (!renamed) throw new NotFound('domain', domainId);
  return renamed;
}

/** What deleting a domain would remove, and the projects that keep it. Changes nothing. */
export async function planDomainTeardown(deps: Pick<Deps, 'control'>, domainId: string): Promise<DomainTeardownPlan> {
  const { name } = await getDomain(deps, domainId);
  const projects = (await deps.control.projects.list()).filter((it) => it.domainId === domainId);
  const rows = await deps.control.domains.rows(domainId);
  return {
    domainId,
    name,
    projects: projects.map((it) => ({ id: it.id, name: it.name })),
    removes: rows.filter((it) => it.rows > 0).map((it) => ({ name: it.table, count: it.rows })),
  };
}

/** Throws NotFound, InvalidInput where `confirm` is not its name, and Conflict while it has projects. */
export async function deleteDomain(deps: Pick<Deps, 'control'>, domainId: string, confirm: string): Promise<void> {
  const { name, projects } = await planDomainTeardown(deps, domainId);
  requireName('domain', name, confirm);
  if (projects.length > 0) {
    throw new Conflict(
      `The domain ${name} has projects: ${projects.map((it) => it.name).join(', ')}.`,
      'Delete its projects first; each deletion ends with what is left, which is nothing.',
    );
  }
  await deps.control.domains.delete(domainId);
}
