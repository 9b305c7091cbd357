import { z } from 'zod';
import { BlueprintUse, BlueprintUses } from './blueprints.ts';
import { DomainId, InDomain } from './domains.ts';
import { id, instant, operation } from './operation.ts';

export const ProjectProfileId = id('prf', 'project profile');
const name = z.string().trim().min(1).max(64);
const version = z.int().min(1);

/** A named bundle of blueprints, as its newest version has it. */
export const ProjectProfile = z
  .object({
    id: ProjectProfileId,
    domainId: DomainId,
    name,
    version: version.describe('Of the newest; a change of the blueprints makes the next'),
    blueprints: z.array(BlueprintUse),
    createdAt: instant,
  })
  .meta({ id: 'ProjectProfile' });
export type ProjectProfile = z.infer<typeof ProjectProfile>;

export const NewProjectProfile = z
  .strictObject({ name, blueprints: BlueprintUses.min(1) })
  .meta({ id: 'NewProjectProfile' });
export type NewProjectProfile = z.infer<typeof NewProjectProfile>;

export const ProfileVersion = z
  .object({ version, blueprints: z.array(BlueprintUse), createdAt: instant })
  .meta({ id: 'ProfileVersion' });
export type ProfileVersion = z.infer<typeof ProfileVersion>;

const value = z.union([z.string(), z.number(), z.boolean()]).nullable();

/** One way in which a project is not as the newest version of its profile would have it. */
export const Difference = z
  .object({
    blueprint: z.string(),
    parameter: z.string().nullable().describe('null where the whole blueprint is on one side alone'),
    project: value.describe('What the project has; null for nothing'),
    profile: value.describe('What it would have; null for nothing'),
  })
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;

export const Drift = z
  .object({
    projectId: z.string(),
    projectName: z.string(),
    profileId: ProjectProfileId,
    profileName: z.string(),
    projectVersion: version.describe('Of the profile that the project was made with or updated to'),
    profileVersion: version.describe('The newest'),
    differences: z.array(Difference),
  })
  .meta({ id: 'Drift' });
export type Drift = z.infer<typeof Drift>;

const InProfile = InDomain.extend({ profileId: ProjectProfileId });

export const createProjectProfile = operation({
  id: 'createProjectProfile',
  method: 'POST',
  path: '/domains/:domainId/project-profiles',
  summary: 'Create a project profile: a named bundle of blueprints with parameters',
  tag: 'Domains',
  access: 'domain',
  params: InDomain,
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
  params: InDomain,
  status: 200,
  response: z.object({ projectProfiles: z.array(ProjectProfile) }),
});

export const getProjectProfile = operation({
  id: 'getProjectProfile',
  method: 'GET',
  path: '/domains/:domainId/project-profiles/:profileId',
  summary: 'A project profile with all of its versions, newest first',
  tag: 'Domains',
  access: 'domain',
  params: InProfile,
  status: 200,
  response: ProjectProfile.extend({ versions: z.array(ProfileVersion) }).meta({ id: 'ProjectProfileWithVersions' }),
});

export const changeProjectProfile = operation({
  id: 'changeProjectProfile',
  method: 'PUT',
  path: '/domains/:domainId/project-profiles/:profileId',
  summary:
    'Change a project profile: other blueprints make a new version, and its projects keep theirs until they are updated',
  tag: 'Domains',
  access: 'domain',
  params: InProfile,
  body: NewProjectProfile,
  refuses: ['conflict'],
  status: 200,
  response: ProjectProfile,
});

export const deleteProjectProfile = operation({
  id: 'deleteProjectProfile',
  method: 'DELETE',
  path: '/domains/:domainId/project-profiles/:profileId',
  summary: 'Delete a project profile that no project uses',
  tag: 'Domains',
  access: 'domain',
  params: InProfile,
  refuses: ['conflict'],
  status: 204,
  response: z.null(),
});

export const listDrift = operation({
  id: 'listDrift',
  method: 'GET',
  path: '/domains/:domainId/drift',
  summary: "The domain's projects that are not as the newest version of their profile would have them, and in what",
  tag: 'Domains',
  access: 'domain',
  right: 'manage',
  params: InDomain,
  status: 200,
  response: z.object({ drift: z.array(Drift) }),
});
