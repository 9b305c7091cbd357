import { Conflict, NotFound } from '@tandem/data-model';
import type { BlueprintUse, NewProject, Principal, Project, ProjectChange } from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { can, demand } from '../identity/can.ts';
import { getDomainUnit } from '../identity/units.ts';
import { checkOverrides, resolveBlueprints } from './blueprint-parameters.ts';
import { getDomain } from './domains.ts';
import { getProjectProfile } from './project-profiles.ts';
import { provisioningSteps } from './provisioning-steps.ts';

const warehouseBlueprint: BlueprintUse['blueprint'] = 'RedshiftServerless';

type CreateProject = Omit<NewProject, 'description' | 'overrides'> & Partial<NewProject>;

/**
 * Creates a project, which its maker owns, and has its resources provisioned. Throws NotFound, Forbidden, or Conflict
 * where name or catalog is taken.
 */
export async function createProject(deps: Deps, project: CreateProject, principal: Principal): Promise<Project> {
  const { control, queue } = deps;
  const { domainId, domainUnitId = null, overrides = [], description = '' } = project;
  demand(principal, { access: 'domain', right: 'manage' }, { domainId, domainUnitId });
  await getDomain(deps, domainId);
  if (domainUnitId !== null) await getDomainUnit(control, domainId, domainUnitId);
  const profile = await getProjectProfile(deps, domainId, project.profileId);
  checkOverrides(profile.blueprints, overrides);
  const blueprints = resolveBlueprints(profile.blueprints, overrides);
  const of = { description, overrides, blueprints, profileVersion: profile.version };
  const created = await control.projects.create(
    { ...project, ...of, domainUnitId, steps: provisioningSteps({ blueprints }) },
    principal.userId ?? undefined,
  );
  await queue.send({ kind: 'provision', projectId: created.id, id: created.id });
  return created;
}

/** Has what a failed provisioning left undone made again. Throws Conflict where it has not failed. */
export async function retryProvisioning({ control, queue }: Deps, project: Project): Promise<Project> {
  const steps = project.steps.map((it) =>
    it.state === 'succeeded' ? it : { ...it, state: 'queued' as const, startedAt: null, endedAt: null, error: null },
  );
  const begun = await control.projects.update(project.id, { state: 'provisioning', steps, error: null }, ['failed']);
  if (!begun) {
    throw new Conflict(
      `The provisioning of the project ${project.name} has not failed.`,
      'Look at the state of the project: there is nothing to retry.',
    );
  }
  await queue.send({ kind: 'provision', projectId: project.id, id: project.id });
  return begun;
}

/** The projects in reach, oldest first. */
export async function listProjects({ control }: Pick<Deps, 'control'>, principal: Principal): Promise<Project[]> {
  const all = await control.projects.list();
  return all.filter((project) => can(principal, { access: 'project', right: 'read' }, { project }).allowed);
}

export async function getProject({ control }: Pick<Deps, 'control'>, projectId: string): Promise<Project> {
  const project = await control.projects.get(projectId);
  if (!project) throw new NotFound('project', projectId);
  return project;
}

/** Throws Conflict where the name is taken, and while the project is deleted. */
export async function changeProject(
  { control }: Pick<Deps, 'control'>,
  { id, name }: Project,
  change: ProjectChange,
): Promise<Project> {
  const changed = await control.projects.update(id, change, ['provisioning', 'active', 'failed']);
  if (!changed) throw new Conflict(`The project ${name} is being deleted.`, 'There is nothing to change any more.');
  return changed;
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
  throw new Conflict(`The project ${name} is not ready: its state is "${state}".`, mends[state]);
}

const mends = {
  failed: 'Look at its provisioning steps for what failed, mend it, and have it provisioned again.',
  provisioning: 'Wait until its provisioning steps have ended; its state is then "active".',
  deleting: 'It is being deleted; use another project.',
} as const;
