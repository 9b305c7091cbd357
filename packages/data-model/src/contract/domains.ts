import { z } from 'zod';
import { id, instant, operation } from './operation.ts';

/** Regions that the reference solution supports; a domain is in one of them even while it runs on one machine. */
export const regions = [
  'eu-west-1',
  'us-east-1',
  'us-west-2',
  'us-east-2',
  'eu-central-1',
  'sa-east-1',
  'ap-northeast-2',
  'eu-west-2',
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
] as const;

export const DomainId = id('dom', 'domain');
export const DomainUnitId = id('dmu', 'domain unit');
const name = z.string().trim().min(1).max(64);
/** The call's path: one domain. */
export const InDomain = z.object({ domainId: DomainId });

export const Domain = z
  .object({ id: DomainId, name, region: z.enum(regions), portalUrl: z.url(), createdAt: instant })
  .meta({ id: 'Domain' });
export type Domain = z.infer<typeof Domain>;

export const NewDomain = z.strictObject({ name, region: z.enum(regions) }).meta({ id: 'NewDomain' });
export type NewDomain = z.infer<typeof NewDomain>;

/** What may change of a domain; its region may not, for its projects' resources lie there. */
export const DomainChange = z.strictObject({ name }).meta({ id: 'DomainChange' });
export type DomainChange = z.infer<typeof DomainChange>;

/** What a domain holds, and what keeps it from being deleted. */
export const DomainTeardownPlan = z
  .object({
    domainId: DomainId,
    name: z.string().describe('What `confirm` must repeat'),
    projects: z.array(z.object({ id: z.string(), name: z.string() })).describe('Delete these first'),
    removes: z.array(z.object({ name: z.string(), count: z.int().min(0) })),
  })
  .meta({ id: 'DomainTeardownPlan' });
export type DomainTeardownPlan = z.infer<typeof DomainTeardownPlan>;

export const createDomain = operation({
  id: 'createDomain',
  method: 'POST',
  path: '/domains',
  summary: 'Create a domain',
  tag: 'Domains',
  access: 'installation',
  body: NewDomain,
  refuses: ['conflict'],
  status: 201,
  response: Domain,
});

export const listDomains = operation({
  id: 'listDomains',
  method: 'GET',
  path: '/domains',
  summary: 'List the domains that the caller belongs to',
  tag: 'Domains',
  access: 'signed-in',
  status: 200,
  response: z.object({ domains: z.array(Domain) }),
});

export const getDomain = operation({
  id: 'getDomain',
  method: 'GET',
  path: '/domains/:domainId',
  summary: 'A domain: name, region and the address of its portal',
  tag: 'Domains',
  access: 'domain',
  params: InDomain,
  status: 200,
  response: Domain,
});

export const changeDomain = operation({
  id: 'changeDomain',
  method: 'PUT',
  path: '/domains/:domainId',
  summary: 'Rename a domain',
  tag: 'Domains',
  access: 'domain',
  params: InDomain,
  body: DomainChange,
  refuses: ['conflict'],
  status: 200,
  response: Domain,
});

export const getDomainTeardownPlan = operation({
  id: 'getDomainTeardownPlan',
  method: 'GET',
  path: '/domains/:domainId/teardown',
  summary: 'What deleting a domain would remove, and the projects that keep it from being deleted; nothing is changed',
  tag: 'Domains',
  access: 'domain',
  right: 'manage',
  params: InDomain,
  status: 200,
  response: DomainTeardownPlan,
});

export const deleteDomain = operation({
  id: 'deleteDomain',
  method: 'DELETE',
  path: '/domains/:domainId',
  summary: 'Delete a domain that has no projects, with its profiles and its glossary',
  tag: 'Domains',
  access: 'domain',
  params: InDomain,
  query: z.strictObject({ confirm: z.string().describe("The domain's name, to say that it is this one") }),
  refuses: ['conflict'],
  status: 204,
  response: z.null(),
});
