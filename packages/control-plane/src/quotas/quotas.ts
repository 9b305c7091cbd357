import { NotFound } from '@tandem/data-model';
import {
  type Project,
  type QuotaLimit,
  type QuotaName,
  type QuotaUse,
  quotaKinds,
  quotaNames,
} from '@tandem/data-model/contract';
import type { KeptQuota } from '@tandem/ports';
import type { Deps } from '../deps.ts';

type Control = Pick<Deps, 'control'>;
const ofProject = quotaNames.filter((it) => quotaKinds[it].of === 'project');
const ofDomain = quotaNames.filter((it) => quotaKinds[it].of === 'domain');

/** What a project may use and uses: by limits of its own, else by those that its domain has for all. */
export async function getProjectQuotas({ control }: Control, { id, domainId }: Project): Promise<QuotaUse[]> {
  const limits = await control.quotas.limits(domainId, id);
  const used = await control.quotas.used(ofProject, domainId, id);
  return ofProject.map((quota) => {
    const own = limits.find((it) => it.quota === quota && it.projectId === id);
    const shared = limits.find((it) => it.quota === quota && it.projectId === null);
    return useOf(quota, used.get(quota) ?? 0, own ?? shared);
  });
}

/** What a domain may use and uses, and what it allows each of its projects. */
export async function getDomainQuotas({ control }: Control, domainId: string): Promise<QuotaUse[]> {
  const limits = await control.quotas.limits(domainId);
  const used = await control.quotas.used(ofDomain, domainId, null);
  return quotaNames.map((quota) => {
    const limit = limits.find((it) => it.quota === quota);
    return useOf(quota, used.get(quota) ?? null, limit);
  });
}

export async function setDomainQuotas(
  { control }: Control,
  domainId: string,
  quotas: readonly QuotaLimit[],
): Promise<QuotaUse[]> {
  await control.quotas.set(domainId, null, quotas);
  return getDomainQuotas({ control }, domainId);
}

/** Throws NotFound where the domain has no such project, Conflict while it is deleted. */
export async function setProjectQuotas(
  { control }: Control,
  domainId: string,
  projectId: string,
  quotas: readonly QuotaLimit[],
): Promise<QuotaUse[]> {
  const project = await control.projects.get(projectId);
  if (project?.domainId !== domainId) throw new NotFound('project', projectId);
  await control.quotas.set(domainId, projectId, quotas);
  return getProjectQuotas({ control }, project);
}

function useOf(quota: QuotaName, used: number | null, limit: KeptQuota | undefined): QuotaUse {
  const { unit } = quotaKinds[quota];
  if (!limit) return { quota, unit, used, most: null, from: null, warnShare: null, state: 'unlimited' };
  const { most, warnShare } = limit;
  const from = limit.projectId === null ? 'domain' : 'project';
  return { quota, unit, used, most, from, warnShare, state: used === null ? 'within' : stateOf(used, limit) };
}

/** How near a use is to its limit; a limit of 0 is reached by nothing at all. */
export function stateOf(used: number, { most, warnShare }: Pick<QuotaLimit, 'most' | 'warnShare'>): QuotaUse['state'] {
  if (used >= most) return 'reached';
  return used >= most * warnShare ? 'warning' : 'within';
}
