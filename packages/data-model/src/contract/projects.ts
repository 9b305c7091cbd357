import { z } from 'zod';
import { BlueprintUse, BlueprintUses } from './blueprints.ts';
import { CatalogName } from './catalog-name.ts';
import { DomainId, DomainUnitId } from './domains.ts';
import { id, instant, JobError, JobState, operation } from './operation.ts';
import { Drift, ProjectProfileId } from './project-profiles.ts';

export const ProjectId = id('prj', 'project');
export const InProject = z.object({ projectId: ProjectId });

export const ProvisioningStep = z
  .object({
    name: z.string(),
    state: JobState,
    detail: z.string(),
    tries: z.int().min(0).describe('How often it was begun'),
    startedAt: instant.nullable().describe('Of the last try'),
    endedAt: instant.nullable(),
    error: JobError.nullable().describe('Why the last try failed'),
  })
  .meta({ id: 'ProvisioningStep' });
export type ProvisioningStep = z.infer<typeof ProvisioningStep>;

export const Project = z
  .object({
    id: ProjectId,
    domainId: DomainId,
    profileId: ProjectProfileId,
    domainUnitId: z.string().nullable().describe('Unit of the domain; null for the domain itself'),
    profileVersion: z.int().min(1).describe('Of the profile that it was made with, or updated to'),
    name: z.string(),
    description: z.string(),
    catalogName: CatalogName,
    overrides: z.array(BlueprintUse).describe('Parameters that its profile leaves open'),
    blueprints: z.array(BlueprintUse).describe('What it has: those of its profile with its overrides'),
    state: z.enum(['provisioning', 'active', 'failed', 'deleting']),
    steps: z.array(ProvisioningStep),
    error: JobError.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof Project>;

const name = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{0,63}$/, 'letters, digits, space, _ and -, at most 64');
const description = z.string().trim().max(2_000);

export const NewProject = z
  .strictObject({
    domainId: DomainId,
    profileId: ProjectProfileId,
    domainUnitId: DomainUnitId.nullable().optional().describe('Unit of the domain that it belongs to'),
    name,
    description: description.default(''),
    catalogName: CatalogName,
    overrides: BlueprintUses.default([]),
  })
  .meta({ id: 'NewProject' });
export type NewProject = z.infer<typeof NewProject>;

export const ProjectChange = z.strictObject({ name, description }).meta({ id: 'ProjectChange' });
export type ProjectChange = z.infer<typeof ProjectChange>;

/** One step of the way from files to forecasts, as the overview shows it. */
export const flowSteps = ['project', 'files', 'load', 'training', 'model', 'endpoint', 'batch-forecast'] as const;
export type FlowStepName = (typeof flowSteps)[number];

/** The figures that each step may carry, of its newest success; a step leaves out what it does not know. */
export const flowFigures = {
  project: ['seconds'],
  files: ['files', 'recognised', 'bytes'],
  load: ['read', 'loaded', 'unchanged', 'rejected', 'seconds'],
  training: [
    'items',
    'setAside',
    'candidates',
    'sql',
    'baselineSql',
    'improvement',
    'betterItems',
    'comparedItems',
    'seconds',
  ],
  model: ['version', 'sql', 'improvement'],
  endpoint: ['endpoints', 'requests'],
  'batch-forecast': ['items', 'rows', 'horizon'],
} as const satisfies Record<FlowStepName, readonly string[]>;

export const FlowStep = z
  .object({
    step: z.enum(flowSteps),
    state: z.enum(['waiting', 'next', 'running', 'done', 'failed']),
    /** By the names of `flowFigures`, e.g. `{ read: 188400, rejected: 0 }`. */
    figures: z.record(z.string(), z.number()),
    /** The newest thing that the step made, for a link. */
    subjectId: z.string().nullable(),
    endedAt: instant.nullable(),
    error: JobError.nullable(),
  })
  .meta({ id: 'FlowStep' });
export type FlowStep = z.infer<typeof FlowStep>;

export const Overview = z.object({ project: Project, steps: z.array(FlowStep) }).meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;

export const createProject = operation({
  id: 'createProject',
  method: 'POST',
  path: '/projects',
  summary: 'Create a project and provision its resources',
  tag: 'Projects',
  access: 'signed-in',
  body: NewProject,
  refuses: ['missing', 'conflict'],
  status: 202,
  response: Project,
});

export const listProjects = operation({
  id: 'listProjects',
  method: 'GET',
  path: '/projects',
  summary: 'List the projects that the caller can see',
  tag: 'Projects',
  access: 'signed-in',
  status: 200,
  response: z.object({ projects: z.array(Project) }),
});

export const getProject = operation({
  id: 'getProject',
  method: 'GET',
  path: '/projects/:projectId',
  summary: 'A project and how far its provisioning is',
  tag: 'Projects',
  access: 'project',
  params: InProject,
  status: 200,
  response: Project,
});

export const retryProvisioning = operation({
  id: 'retryProvisioning',
  method: 'POST',
  path: '/projects/:projectId/provisioning',
  summary: 'Provision a project again whose provisioning failed; what stands already is kept',
  tag: 'Projects',
  access: 'project',
  right: 'manage',
  params: InProject,
  refuses: ['conflict'],
  status: 202,
  response: Project,
});

export const getOverview = operation({
  id: 'getOverview',
  method: 'GET',
  path: '/projects/:projectId/overview',
  summary: 'The steps from files to forecasts, with the state and figures of each',
  tag: 'Projects',
  access: 'project',
  params: InProject,
  status: 200,
  response: Overview,
});

export const changeProject = operation({
  id: 'changeProject',
  method: 'PUT',
  path: '/projects/:projectId',
  summary: 'Rename or describe a project',
  tag: 'Projects',
  access: 'project',
  right: 'manage',
  params: InProject,
  body: ProjectChange,
  refuses: ['conflict'],
  status: 200,
  response: Project,
});

export const streamProject = operation({
  id: 'streamProject',
  method: 'GET',
  path: '/projects/:projectId/events',
  summary: 'The steps of provisioning as they go on, as server-sent events, until they have ended',
  tag: 'Projects',
  access: 'project',
  params: InProject,
  status: 200,
  response: Project,
  produces: 'text/event-stream',
});

export const getDrift = operation({
  id: 'getDrift',
  method: 'GET',
  path: '/projects/:projectId/drift',
  summary: 'In what a project is not as the newest version of its profile would have it',
  tag: 'Projects',
  access: 'project',
  params: InProject,
  status: 200,
  response: Drift,
});

export const updateToProfile = operation({
  id: 'updateToProfile',
  method: 'POST',
  path: '/projects/:projectId/drift/update',
  summary: 'Bring a project to the newest version of its profile, and provision what is new or has changed',
  tag: 'Projects',
  access: 'project',
  right: 'manage',
  params: InProject,
  refuses: ['conflict'],
  status: 202,
  response: Project,
});
