import { cancelTrainingRun, createTrainingRun, getTrainingRun } from '@tandem/control-plane';
import { operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import { page } from '../page.ts';
import { route } from '../route.ts';
import { jobStates } from './jobs.ts';

export function addTrainingRuns(app: FastifyInstance, deps: ApiDeps): void {
  const { control } = deps;
  route(app, operations.createTrainingRun, ({ project, body }) => createTrainingRun(deps, project, body));
  route(app, operations.listTrainingRuns, async ({ project, query }) => {
    const { items: trainingRuns, next } = await page((it) => control.trainingRuns.list(project.id, it), query);
    return { trainingRuns, next };
  });
  route(app, operations.getTrainingRun, ({ project, params }) =>
    getTrainingRun(deps, project.id, params.trainingRunId),
  );
  route(app, operations.cancelTrainingRun, ({ project, params }) =>
    cancelTrainingRun(deps, project.id, params.trainingRunId),
  );
  route(app, operations.streamTrainingRun, async ({ project, params }) => {
    // Looked up before the stream begins, so that an unknown run is a 404 and not an empty stream.
    await getTrainingRun(deps, project.id, params.trainingRunId);
    return jobStates(deps, project.id, params.trainingRunId, app.closing);
  });
}
