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
export const ProjectProfileId = id('prf', 'project profile');
const name = z.string().trim().min(1).max(64);

export const Domain = z
  .object({ id: DomainId, name, region: z.enum(regions), portalUrl: z.url(), createdAt: instant })
  .meta({ id: 'Domain' });
export type Domain = z.infer<typeof Domain>;

export const NewDomain = z.strictObject({ name, region: z.enum(regions) }).meta({ id: 'NewDomain' });
export type NewDomain = z.infer<typeof NewDomain>;

/** A kind of resource that a project gets, with its parameters. */
export const BlueprintUse = z
  .strictObject({
    blueprint: z.enum(['Tooling', 'RedshiftServerless', 'MLExperiments']),
    parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'BlueprintUse' });
export type BlueprintUse = z.infer<typeof BlueprintUse>;

export const ProjectProfile = z
  .object({ id: ProjectProfileId, domainId: DomainId, name, blueprints: z.array(BlueprintUse), createdAt: instant })
  .meta({ id: 'ProjectProfile' });
export type ProjectProfile = z.infer<typeof ProjectProfile>;

export const NewProjectProfile = z
  .strictObject({ name, blueprints: z.array(BlueprintUse).min(1) })
  .meta({ id: 'NewProjectProfile' });
export type NewProjectProfile = z.infer<typeof NewProjectProfile>;

const ById = z.object({ domainId: DomainId });

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

export const createProjectProfile = operation({
  id: 'createProjectProfile',
  method: 'POST',
  path: '/domains/:domainId/project-profiles',
  summary: 'Create a project profile: a named bundle of blueprints with parameters',
  tag: 'Domains',
  access: 'domain',
  params: ById,
  body: NewProjectProfile,
  refuses: ['conflict'],
  status: 201,
  response: ProjectProfile,
});

export const listProjectProfiles = operation({
  id: 'listProjectProfiles',
  method: 'GET',
  path: '/domains/:domainId/project-profiles',
  summary: 'List the project profiles of a domain',
  tag: 'Domains',
  access: 'domain',
  params: ById,
  status: 200,
  response: z.object({ projectProfiles: z.array(ProjectProfile) }),
});
