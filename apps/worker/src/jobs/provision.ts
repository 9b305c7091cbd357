import { starOf } from '@tandem/control-plane';
import { LeaseLost, mayPass } from '@tandem/data-model';
import type { BlueprintUse, ProvisioningStep } from '@tandem/data-model/contract';
import { createForecastTable, createStar } from '@tandem/etl-engine';
import type { Attempt, OpenWork } from '@tandem/ports';
import type { JobDeps } from './deps.ts';
import { jobError } from './run-record.ts';

/** What each blueprint makes on one machine. All of it may be made twice, so an interrupted provisioning starts again. */
const make: Record<BlueprintUse['blueprint'], (projectId: string, deps: JobDeps) => Promise<void>> = {
  Tooling: async (projectId, { objects }) => {
    const key = `projects/${projectId}/project.json`;
    await objects.put(key, Buffer.from(JSON.stringify({ projectId })));
    await objects.get(key);
  },
  RedshiftServerless: async (projectId, deps) =>
    createStar(await starOf(deps, projectId), await deps.warehouse(projectId)),
  MLExperiments: async (projectId, { warehouse }) => createForecastTable(await warehouse(projectId)),
};

/** Makes the resources of a project, blueprint by blueprint. */
export async function provision({ projectId }: OpenWork, _: Attempt, deps: JobDeps): Promise<void> {
  const { control, log, now, say } = deps;
  const project = await control.projects.get(projectId);
  if (project?.state !== 'provisioning') return;
  const steps = [...project.steps];
  const mark = async (s: number, change: Partial<ProvisioningStep>) => {
    steps[s] = { ...steps[s]!, ...change };
    await control.projects.update(projectId, { steps }, ['provisioning']);
  };
  for (const [s, { name, state, tries }] of project.steps.entries()) {
    if (state === 'succeeded') continue;
    // A project that is being deleted must get nothing more.
    if ((await control.projects.get(projectId))?.state !== 'provisioning') return;
    await mark(s, { state: 'running', tries: tries + 1, startedAt: now(), endedAt: null, error: null });
    say(`Making ${name}.`);
    try {
      await make[name as BlueprintUse['blueprint']](projectId, deps);
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      const failed = jobError(error, projectId);
      await mark(s, { state: 'failed', endedAt: now(), error: failed });
      if (mayPass(error)) throw error;
      log.error({ err: error, projectId, step: name }, 'provisioning failed');
      await control.projects.update(projectId, { state: 'failed', error: failed }, ['provisioning']);
      return;
    }
    await mark(s, { state: 'succeeded', endedAt: now() });
  }
  await control.projects.update(projectId, { state: 'active', error: null }, ['provisioning']);
}
