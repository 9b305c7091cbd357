import { z } from 'zod';
import { DomainId, DomainUnitId, ProjectProfileId } from './domains.ts';
import { id, instant, JobError, JobState, operation } from './operation.ts';

export const ProjectId = id('prj', 'project');
export const InProject = z.object({ projectId: ProjectId });

export const CatalogName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9_-]+$/, 'only lower-case letters, digits, _ and -, as in sales-forecasting-catalog');

export const ProvisioningStep = z
  .object({ name: z.string(), state: JobState, detail: z.string(), endedAt: instant.nullable() })
  .meta({ id: 'ProvisioningStep' });
export type ProvisioningStep = z.infer<typeof ProvisioningStep>;

export const Project = z
  .object({
    id: ProjectId,
    domainId: DomainId,
    profileId: ProjectProfileId,
    domainUnitId: z.string().nullable().describe('Unit of the domain; null for the domain itself'),
    name: z.string(),
    catalogName: CatalogName,
    state: z.enum(['provisioning', 'active', 'failed']),
    steps: z.array(ProvisioningStep),
    error: JobError.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof Project>;

export const NewProject = z
  .strictObject({
    domainId: DomainId,
    profileId: ProjectProfileId,
    domainUnitId: DomainUnitId.nullable().optional().describe('Unit of the domain that it belongs to'),
    name: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{0,63}$/, 'letters, digits, space, _ and -, at most 64'),
    catalogName: CatalogName,
  })
  .meta({ id: 'NewProject' });
export type NewProject = z.infer<typeof NewProject>;

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
