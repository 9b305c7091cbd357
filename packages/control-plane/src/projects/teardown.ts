import { NotFound } from '@tandem/data-model';
import type { Project, Teardown, TeardownPlan } from '@tandem/data-model/contract';
import type { ProjectPlace, QueryRunner } from '@tandem/ports';
import type { Deps } from '../deps.ts';
import { lookAt } from './project-places.ts';
import { getProject } from './projects.ts';
import { requireName } from './require-name.ts';
import { waitingStep } from './run-teardown.ts';

/** What deleting a project would remove, in that order. Changes nothing. */
export async function planTeardown(places: readonly ProjectPlace[], { id, name }: Project): Promise<TeardownPlan> {
  const found = await lookAt(places, id);
  return {
    projectId: id,
    name,
    steps: places.map((it) => ({
      place: it.name,
      does: it.does,
      holdings: found.filter((holding) => holding.place === it.name),
    })),
    bytes: found.reduce((all, it) => all + (it.bytes ?? 0), 0),
  };
}

export interface TeardownDeps extends Deps {
  readonly queries: Pick<QueryRunner, 'endProject'>;
  readonly places: readonly ProjectPlace[];
}

/**
 * Has a project deleted. From then on it takes nothing new. Again while that goes on gives the same teardown, and one
 * that failed goes on with what it has not done. Throws NotFound, and InvalidInput where `confirm` is not its name.
 */
export async function deleteProject(deps: TeardownDeps, projectId: string, confirm: string): Promise<Teardown> {
  const { control, queue, queries, places } = deps;
  const project = await getProject(deps, projectId);
  requireName('project', project.name, confirm);
  const steps = places.map(waitingStep);
  const begun = await control.teardowns.begin({ projectId, steps, found: await lookAt(places, projectId) });
  if (!begun) throw new NotFound('project', projectId);
  queries.endProject(projectId);
  const again = { state: 'queued', error: null, left: null, endedAt: null } as const;
  const teardown = (await control.teardowns.update(begun.id, again, ['failed'])) ?? begun;
  await queue.send({ kind: 'teardown', projectId, id: teardown.id });
  return teardown;
}

export async function getTeardown({ control }: Pick<Deps, 'control'>, id: string): Promise<Teardown> {
  const teardown = await control.teardowns.get(id);
  if (!teardown) throw new NotFound('teardown', id);
  return teardown;
}
