import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@tandem/client';
import type { BlueprintUse, Domain, Project, ProjectProfile } from '@tandem/data-model/contract';
import { JobFailed } from './jobs.ts';

/** The names of the reference flow. */
const domainName = 'tandem';
const profileName = 'Data Analytics and AI-ML Model Development';
const projectName = 'SalesForecastingProject';
const catalogName = 'sales-forecasting-catalog';

export async function ensureDomain(client: Client): Promise<Domain> {
  const { domains } = await client.listDomains();
  const name = domainName;
  return domains.find((it) => it.name === name) ?? client.createDomain({ body: { name, region: 'us-east-1' } });
}

export async function ensureProfile(client: Client, domainId: string): Promise<ProjectProfile> {
  const { projectProfiles } = await client.listProjectProfiles({ params: { domainId } });
  const blueprints: BlueprintUse[] = [
    { blueprint: 'Tooling', parameters: {} },
    { blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } },
    { blueprint: 'MLExperiments', parameters: {} },
  ];
  return (
    projectProfiles.find((it) => it.name === profileName) ??
    client.createProjectProfile({ params: { domainId }, body: { name: profileName, blueprints } })
  );
}

/** The project, provisioned; where an earlier provisioning failed, it is done again. */
export async function ensureProject(
  client: Client,
  { id: profileId, domainId }: ProjectProfile,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<Project> {
  const { projects } = await client.listProjects();
  let project =
    projects.find((it) => it.name === projectName && it.domainId === domainId) ??
    (await client.createProject({ body: { domainId, profileId, name: projectName, catalogName } }));
  if (project.state === 'failed') {
    project = await client.retryProvisioning({ params: { projectId: project.id } });
  }
  while (project.state === 'provisioning') {
    note(project.steps.find((it) => it.state === 'running')?.detail ?? '');
    await sleep(50, undefined, { signal });
    project = await client.getProject({ params: { projectId: project.id } });
  }
  if (project.state === 'failed') throw new JobFailed(`Provisioning ${projectName}`, project.error, 'failed');
  return project;
}
