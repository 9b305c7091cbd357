import { setTimeout as sleep } from 'node:timers/promises';
import { cancelTrainingRun, createTrainingRun, getTrainingRun } from '@tandem/control-plane';
import { operations, type TrainingEvent } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { page } from '../page.ts';
import { route } from '../route.ts';

/** How often a stream looks whether a run has changed. */
const lookEveryMs = 500;

export function addTrainingRuns(app: FastifyInstance, deps: ApiDeps): void {
  const { control, clock } = deps;
  route(app, operations.createTrainingRun, ({ project, body }) => createTrainingRun(deps, project, body));
  route(app, operations.listTrainingRuns, async ({ project, query }) => {
    const { items: trainingRuns, next } = await page((it) => control.trainingRuns.list(project.id, it), query);
    return { trainingRuns, next };
  });
  route(app, operations.getTrainingRun, ({ project, params }) =>
    getTrainingRun(deps, project.id, params.trainingRunId),
  );
  route(app, operations.cancelTrainingRun, ({ project, params }) =>
    cancelTrainingRun(deps, clock, project.id, params.trainingRunId),
  );
  route(app, operations.streamTrainingRun, async ({ project, params }) => {
    // Looked up before the stream begins, so that an unknown run is a 404 and not an empty stream.
    await getTrainingRun(deps, project.id, params.trainingRunId);
    return states(deps, project.id, params.trainingRunId, app.closing);
  });
}

/** The state of a run at each look, until it has ended or the process drains. */
async function* states(
  deps: ApiDeps,
  projectId: string,
  runId: string,
  closing: AbortSignal,
): AsyncGenerator<TrainingEvent> {
  for (;;) {
    const { id, state, progress, error } = await getTrainingRun(deps, projectId, runId);
    const log = await deps.control.trainingRuns.log(id);
    yield { id, state, progress, error, log: log.map((it) => ({ ...it })) };
    if (state !== 'queued' && state !== 'running') return;
    await sleep(lookEveryMs, undefined, { signal: closing }).catch(() => undefined);
  }
}
