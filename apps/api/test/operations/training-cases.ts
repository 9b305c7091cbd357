import { succeededLoad, trainedRun } from '../start-app.ts';
import type { Cases, Scene } from './scene.ts';

/** Cases of training runs and models. */
export function trainingCases({ api, empty, inEmpty }: Scene) {
  return {
    createTrainingRun: {
      202: async () => {
        await succeededLoad(api, empty.id);
        return { ...inEmpty(), body: { job: { preset: 'fast' } } };
      },
      409: async () => ({ params: { projectId: (await api.project()).id }, body: {} }),
    },
    listTrainingRuns: { 200: inEmpty },
    getTrainingRun: {
      200: async () => ({ params: { projectId: empty.id, trainingRunId: (await trainedRun(api, empty.id)).id } }),
    },
    streamTrainingRun: {
      200: async () => ({ params: { projectId: empty.id, trainingRunId: (await trainedRun(api, empty.id)).id } }),
    },
    cancelTrainingRun: {
      202: async () => ({
        params: { projectId: empty.id, trainingRunId: (await trainedRun(api, empty.id, 'queued')).id },
      }),
      409: async () => ({ params: { projectId: empty.id, trainingRunId: (await trainedRun(api, empty.id)).id } }),
    },
    createModel: {
      201: async () => ({ ...inEmpty(), body: { name: 'm', trainingRunId: (await trainedRun(api, empty.id)).id } }),
      409: async () => ({
        ...inEmpty(),
        body: { name: 'm', trainingRunId: (await trainedRun(api, empty.id, 'failed')).id },
      }),
    },
    listModels: { 200: inEmpty },
  } satisfies Partial<Cases>;
}
