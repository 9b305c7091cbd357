import { Conflict } from '@tandem/data-model';
import type { Holding, Teardown, TeardownStep } from '@tandem/data-model/contract';
import type { ProjectPlace } from '@tandem/ports';
import type { Clock, Deps } from '../deps.ts';
import { lookAt } from './project-places.ts';

/** A request that was under way when the deletion began may have left something behind a step that was done. */
const rounds = 3;

export interface TeardownRun {
  readonly control: Deps['control'];
  readonly places: readonly ProjectPlace[];
  readonly clock: Clock;
}

/**
 * Empties a project's places in order and then looks at each again; what is found then is emptied once more. Goes on
 * where an earlier run was cut off: a step counts as done when it is recorded as done, and every step may be done
 * twice. Gives what is left, all counts 0; throws what a step throws, and Conflict where something stays.
 */
export async function runTeardown({ id, projectId, steps: known }: Teardown, run: TeardownRun): Promise<Holding[]> {
  const { control, places, clock } = run;
  const steps = places.map((it) => known.find(({ place }) => place === it.name) ?? waitingStep(it));
  const mark = async (place: string, change: Partial<TeardownStep>) => {
    const k = steps.findIndex((it) => it.place === place);
    steps[k] = { ...steps[k]!, ...change };
    await control.teardowns.update(id, { steps }, ['running']);
  };
  const now = () => clock().toISOString();
  const empty = async (place: ProjectPlace) => {
    const { tries } = steps.find((it) => it.place === place.name)!;
    await mark(place.name, { state: 'running', tries: tries + 1, startedAt: now(), endedAt: null });
    try {
      await place.empty(projectId);
    } catch (error) {
      await mark(place.name, { state: 'failed', endedAt: now() });
      throw error;
    }
    await mark(place.name, { state: 'succeeded', endedAt: now() });
  };

  for (const [k, place] of places.entries()) {
    if (steps[k]!.state !== 'succeeded') await empty(place);
  }
  let left = await lookAt(places, projectId);
  for (let round = 1; left.some((it) => it.count > 0); round++) {
    const full = places.filter((it) => left.some(({ place, count }) => place === it.name && count > 0));
    if (round === rounds) throw somethingLeft(left);
    for (const it of full) await empty(it);
    left = await lookAt(places, projectId);
  }
  return left;
}

/** A step that has not begun. */
export const waitingStep = ({ name, does }: ProjectPlace): TeardownStep => ({
  place: name,
  does,
  state: 'queued',
  tries: 0,
  startedAt: null,
  endedAt: null,
});

function somethingLeft(left: readonly Holding[]): Conflict {
  const what = left.filter((it) => it.count > 0).map((it) => `${it.count} ${it.name} in ${it.place}`);
  return new Conflict(
    `Something comes back while the project is deleted: ${what.join(', ')}.`,
    'End what still works on the project, and delete it again.',
  );
}
