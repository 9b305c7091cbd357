import { ApiError, type Client } from '@tandem/client';
import type { Project } from '@tandem/data-model/contract';
import type { Existing } from '@tandem/data-model/project-file';

/** Names by which a project is found. */
export interface ProjectNames {
  readonly domain: string;
  readonly profile: string;
  readonly project: string;
}

/** What there is of a project, as far as the caller reaches. */
export async function readExisting(client: Client, names: ProjectNames): Promise<Existing> {
  const { projectId } = await client.getMe();
  const { projects } = await client.listProjects();
  if (projectId !== null) {
    const project = projects.find((it) => it.id === projectId && it.name === names.project) ?? null;
    return { domain: undefined, profile: undefined, people: undefined, project, ...(await partsOf(client, project)) };
  }
  const { domains } = await client.listDomains();
  const domain = domains.find((it) => it.name === names.domain) ?? null;
  if (!domain) return { domain, profile: null, project: null, people: [], ...nothing };
  const { projectProfiles } = await client.listProjectProfiles({ params: { domainId: domain.id } });
  const profile = projectProfiles.find((it) => it.name === names.profile) ?? null;
  const project = projects.find((it) => it.name === names.project && it.domainId === domain.id) ?? null;
  const people = await peopleOf(client, domain.id);
  return { domain, profile, project, people, ...(await partsOf(client, project)) };
}

async function peopleOf(client: Client, domainId: string): Promise<Existing['people']> {
  const params = { domainId };
  const [{ users }, { groups }] = await Promise.all([client.listUsers({ params }), client.listGroups({ params })]);
  return [
    ...users.map(({ id, name }) => ({ memberId: id, kind: 'user' as const, name })),
    ...groups.map(({ id, name }) => ({ memberId: id, kind: 'group' as const, name })),
  ];
}

type Parts = Omit<Existing, 'domain' | 'profile' | 'project' | 'people'>;

const nothing: Parts = {
  members: [],
  star: null,
  hasRows: false,
  trainingRuns: [],
  models: [],
  endpoints: [],
  batchForecasts: [],
  workflows: [],
};

async function partsOf(client: Client, project: Project | null): Promise<Parts> {
  if (!project) return nothing;
  const params = { projectId: project.id };
  const [members, star, hasRows, runs, models, endpoints, batches, workflows] = await Promise.all([
    client.listMembers({ params }),
    client.getStar({ params }),
    hasRowsIn(client, project),
    client.listTrainingRuns({ params }),
    client.listModels({ params }),
    client.listEndpoints({ params }),
    client.listBatchForecasts({ params }),
    client.listWorkflows({ params }),
  ]);
  return { ...members, star, hasRows, ...runs, ...models, ...endpoints, ...batches, ...workflows };
}

/** A project that is not ready, or has no warehouse, has no rows either. */
async function hasRowsIn(client: Client, { id, state }: Project): Promise<boolean> {
  if (state !== 'active') return false;
  try {
    const { tables } = await client.listTables({ params: { projectId: id } });
    return tables.some((it) => it.rows > 0);
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'conflict') return false;
    throw error;
  }
}
