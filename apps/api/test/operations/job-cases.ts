import { batchForecast, endpoint, succeededLoad, trainedRun } from '../start-app.ts';
import { type Cases, type Scene, unknown } from './scene.ts';

/** Cases of jobs of every kind, and of those that workers gave up. */
export function jobCases({ api, empty, inEmpty }: Scene) {
  const inJob = (jobId: string) => ({ params: { projectId: empty.id, jobId } });
  const deadJob = async () => {
    const { id } = await batchForecast(api, empty.id, false);
    const work = { kind: 'batch-forecast', projectId: empty.id, id } as const;
    const error = { code: 'UNAVAILABLE', detail: 'The warehouse is away.', mend: 'Start it.' };
    await api.control.jobs.bury(await api.control.jobs.claim(work), work, error);
    return { params: { jobId: id } };
  };
  const noDeadJob = () => ({ params: { jobId: `bfc_${unknown}` } });
  const noId = () => ({ params: { jobId: 'NOT-AN-ID' } });
  return {
    listJobs: { 200: inEmpty },
    getJob: { 200: async () => inJob((await endpoint(api, empty.id)).id) },
    streamJob: { 200: async () => inJob((await succeededLoad(api, empty.id)).id) },
    cancelJob: {
      202: async () => inJob((await batchForecast(api, empty.id, false)).id),
      409: async () => inJob((await trainedRun(api, empty.id)).id),
    },
    listDeadJobs: {
      200: async () => {
        await deadJob();
        return {};
      },
    },
    requeueDeadJob: {
      202: deadJob,
      400: noId,
      404: noDeadJob,
    },
    discardDeadJob: { 204: deadJob, 400: noId, 404: noDeadJob },
  } satisfies Partial<Cases>;
}
