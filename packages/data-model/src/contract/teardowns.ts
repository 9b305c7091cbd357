import { z } from 'zod';
import { DomainId } from './domains.ts';
import { id, instant, JobError, JobState, operation } from './operation.ts';
import { InProject, ProjectId } from './projects.ts';

export const TeardownId = id('tdn', 'teardown');

/** So many things of one kind in one place. */
export const Holding = z
  .object({
    place: z.string().describe('Where, e.g. warehouse, objects, records'),
    name: z.string().describe('What, e.g. the name of a table of the control store'),
    count: z.int().min(0),
    bytes: z.int().min(0).nullable().describe('null where they have no size of their own'),
  })
  .meta({ id: 'Holding' });
export type Holding = z.infer<typeof Holding>;

/** A place and what happens there, in the order in which places are emptied. */
export const TeardownStep = z
  .object({
    place: z.string(),
    does: z.string().describe('What is done there, for a person'),
    state: JobState,
    tries: z.int().min(0),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'TeardownStep' });
export type TeardownStep = z.infer<typeof TeardownStep>;

export const TeardownPlan = z
  .object({
    projectId: ProjectId,
    name: z.string().describe('What `confirm` must repeat'),
    steps: z.array(z.object({ place: z.string(), does: z.string(), holdings: z.array(Holding) })),
    bytes: z.int().min(0).describe('What is freed, of what has a size'),
  })
  .meta({ id: 'TeardownPlan' });
export type TeardownPlan = z.infer<typeof TeardownPlan>;

/** The deletion of a project. Its record outlives the project, as the proof that nothing was left. */
export const Teardown = z
  .object({
    id: TeardownId,
    projectId: ProjectId,
    domainId: DomainId,
    projectName: z.string(),
    state: JobState,
    steps: z.array(TeardownStep),
    found: z.array(Holding).describe('What was there when the deletion was asked for'),
    left: z
      .array(Holding)
      .nullable()
      .describe('What every place still has, looked at again after all steps; every count is 0 where it succeeded'),
    error: JobError.nullable(),
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Teardown' });
export type Teardown = z.infer<typeof Teardown>;

const InTeardown = z.object({ teardownId: TeardownId });

export const getTeardownPlan = operation({
  id: 'getTeardownPlan',
  method: 'GET',
  path: '/projects/:projectId/teardown',
  summary: 'What deleting a project would remove, place by place in that order; nothing is changed',
  tag: 'Projects',
  access: 'project',
  params: InProject,
  status: 200,
  response: TeardownPlan,
});

export const deleteProject = operation({
  id: 'deleteProject',
  method: 'DELETE',
  path: '/projects/:projectId',
  summary:
    'Delete a project and everything that it owns; again while that goes on gives the same teardown, and starts one that failed again',
  tag: 'Projects',
  access: 'project',
  right: 'manage',
  params: InProject,
  query: z.strictObject({ confirm: z.string().describe("The project's name, to say that it is this one") }),
  status: 202,
  response: Teardown,
});

export const listTeardowns = operation({
  id: 'listTeardowns',
  method: 'GET',
  path: '/teardowns',
  summary: 'List the deletions of projects in domains that the caller belongs to, newest first',
  tag: 'Projects',
  access: 'signed-in',
  query: z.strictObject({ domainId: DomainId.optional().describe('Only those of projects of this domain') }),
  refuses: ['missing'],
  status: 200,
  response: z.object({ teardowns: z.array(Teardown) }),
});

export const getTeardown = operation({
  id: 'getTeardown',
  method: 'GET',
  path: '/teardowns/:teardownId',
  summary: 'How far the deletion of a project is, and what is left of it',
  tag: 'Projects',
  access: 'signed-in',
  params: InTeardown,
  refuses: ['missing'],
  status: 200,
  response: Teardown,
});

export const streamTeardown = operation({
  id: 'streamTeardown',
  method: 'GET',
  path: '/teardowns/:teardownId/events',
  summary: 'The deletion of a project as it goes on, as server-sent events',
  tag: 'Projects',
  access: 'signed-in',
  params: InTeardown,
  refuses: ['missing'],
  status: 200,
  response: Teardown,
  produces: 'text/event-stream',
});
