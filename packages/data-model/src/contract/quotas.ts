import { z } from 'zod';
import { DomainId, InDomain } from './domains.ts';
import { operation } from './operation.ts';
import { InProject, ProjectId } from './projects.ts';

/** What is limited: of a domain, or of each project; in which unit, and in words that fit behind a number. */
export const quotaKinds = {
  projects: { of: 'domain', unit: 'projects', says: 'projects' },
  'uploaded-bytes': { of: 'project', unit: 'bytes', says: 'bytes of uploaded files' },
  'open-jobs': { of: 'project', unit: 'jobs', says: 'loads, trainings and batch forecasts that wait or run at once' },
  'jobs-per-day': {
    of: 'project',
    unit: 'jobs',
    says: 'loads, trainings, batch forecasts and runs of workflows within 24 hours',
  },
  'training-minutes-per-month': {
    of: 'project',
    unit: 'minutes',
    says: 'minutes of training in a calendar month, UTC, with what open runs may still take',
  },
} as const satisfies Record<string, { of: 'domain' | 'project'; unit: string; says: string }>;

export const quotaNames = Object.keys(quotaKinds) as (keyof typeof quotaKinds)[];
export const QuotaName = z.enum(quotaNames as [QuotaName, ...QuotaName[]]);
export type QuotaName = keyof typeof quotaKinds;

const limit = {
  most: z.int().min(0).max(Number.MAX_SAFE_INTEGER).describe('What would go beyond it is refused'),
  warnShare: z.number().gt(0).max(1).default(0.8).describe('From this share of it on, its use is shown as a warning'),
};

export const QuotaLimit = z.object({ quota: QuotaName, ...limit });
export type QuotaLimit = z.infer<typeof QuotaLimit>;

/** All limits that there shall be of something, which are of these names. */
const limitsOf = (names: readonly QuotaName[]) =>
  z.strictObject({
    quotas: z
      .array(z.strictObject({ quota: z.enum(names as [QuotaName, ...QuotaName[]]), ...limit }))
      .max(quotaNames.length)
      .refine(
        (all: readonly { readonly quota: QuotaName }[]) => new Set(all.map((it) => it.quota)).size === all.length,
        {
          error: 'each quota at most once',
        },
      )
      .describe('All that there shall be; those that are left out are not limited here'),
  });

/** A quota and what is used of it at this moment. */
export const QuotaUse = z
  .object({
    quota: QuotaName,
    unit: z.string(),
    used: z.number().min(0).nullable().describe('null of a limit that each project has for itself'),
    most: z.int().nullable().describe('null where it is not limited'),
    from: z
      .enum(['project', 'domain'])
      .nullable()
      .describe('Whether the limit is the project’s own, or what its domain has for all of its projects'),
    warnShare: z.number().nullable(),
    state: z.enum(['unlimited', 'within', 'warning', 'reached']),
  })
  .meta({ id: 'QuotaUse' });
export type QuotaUse = z.infer<typeof QuotaUse>;

const response = z.object({ quotas: z.array(QuotaUse) });
const tag = 'Quotas';

export const getProjectQuotas = operation({
  id: 'getProjectQuotas',
  method: 'GET',
  path: '/projects/:projectId/quotas',
  summary: 'What a project may use, and what it uses',
  tag,
  access: 'project',
  params: InProject,
  status: 200,
  response,
});

export const setProjectQuotas = operation({
  id: 'setProjectQuotas',
  method: 'PUT',
  path: '/domains/:domainId/projects/:projectId/quotas',
  summary: 'Limit one project of a domain otherwise than the others: these are all limits of its own from then on',
  tag,
  access: 'domain',
  right: 'manage',
  params: z.object({ domainId: DomainId, projectId: ProjectId }),
  body: limitsOf(quotaNames.filter((it) => quotaKinds[it].of === 'project')),
  refuses: ['conflict'],
  status: 200,
  response,
});

export const getDomainQuotas = operation({
  id: 'getDomainQuotas',
  method: 'GET',
  path: '/domains/:domainId/quotas',
  summary: 'What a domain may use and uses, and what each of its projects may use where it has no limit of its own',
  tag,
  access: 'domain',
  params: InDomain,
  status: 200,
  response,
});

export const setDomainQuotas = operation({
  id: 'setDomainQuotas',
  method: 'PUT',
  path: '/domains/:domainId/quotas',
  summary: 'Limit a domain, and each of its projects that has no limit of its own: these are all limits from then on',
  tag,
  access: 'domain',
  right: 'manage',
  params: InDomain,
  body: limitsOf(quotaNames),
  status: 200,
  response,
});
