import { Conflict, NotFound } from '@tandem/data-model';
import type { BlueprintUse, NewProject, Principal, Project } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { getDomain } from './domains.ts';
import { provisioningSteps } from './provisioning-steps.ts';

const warehouseBlueprint: BlueprintUse['blueprint'] = 'RedshiftServerless';

/** Creates a project and has its resources provisioned. Throws NotFound, or Conflict where name or catalog is taken. */
export async function createProject(deps: Deps, project: NewProject): Promise<Project> {
  const { control, queue } = deps;
  await getDomain(deps, project.domainId);
  const profile = await control.projectProfiles.get(project.profileId);
  if (profile?.domainId !== project.domainId) throw new NotFound('project profile', project.profileId);
  const created = await control.projects.create({ ...project, steps: provisioningSteps(profile) });
  await queue.send({ kind: 'provision', projectId: created.id, id: created.id });
  return created;
}

/** The projects in reach, oldest first. */
export async function listProjects({ control }: Pick<Deps, 'control'>, { projectId }: Principal): Promise<Project[]> {
  const all = await control.projects.list();
  return projectId === null ? all : all.filter((it) => it.id === projectId);
}

export async function getProject({ control }: Pick<Deps, 'control'>, projectId: string): Promise<Project> {
  const project = await control.projects.get(projectId);
  if (!project) throw new NotFound('project', projectId);
  return project;
}

/** Throws Conflict unless the project has a warehouse and it stands. */
export function requireWarehouse(project: Project): void {
  requireActive(project);
  if (project.steps.some((it) => it.name === warehouseBlueprint)) return;
  throw new Conflict(
    `The project ${project.name} has no warehouse: its profile lacks the blueprint ${warehouseBlueprint}.`,
    'Use a project of a profile that has it.',
  );
}

/** Throws Conflict unless the project's resources stand. */
function requireActive({ name, state }: Project): void {
  if (state === 'active') return;
  throw new Conflict(
    `The project ${name} is not ready: its state is "${state}".`,
    state === 'failed'
      ? 'Look at its provisioning steps for what failed.'
      : 'Wait until its provisioning steps have ended; its state is then "active".',
  );
}
