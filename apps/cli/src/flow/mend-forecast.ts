import { ApiError } from '@tandem/client';
import type { Endpoint, JobError, Project } from '@tandem/data-model/contract';
import { noteFlow, recallFlow } from './first-flow.ts';
import { forecastName } from './forecast-steps.ts';
import { knownItem } from './known-item.ts';
import { forecastStar, type MainJob } from './main-job.ts';

const unreadable = 'MODEL_UNREADABLE';

/**
 * Asks the first flow's endpoint for a forecast. Where the model that the first flow trained can no longer be read, as
 * when an older version wrote it, trains again and serves the new one; anything else that is wrong is said, with what
 * to do. A training that is interrupted goes on at the next start.
 */
export async function mendForecast(job: MainJob, root: string, project: Project): Promise<void> {
  const since = recallFlow(root).trainSince ?? (await unreadableSince(job, project.id));
  if (!since) return;
  noteFlow(root, { trainSince: since });
  await forecastStar(job, project, since);
  noteFlow(root, { trainSince: null });
}

/** The present instant where the first flow's own model cannot be read. */
async function unreadableSince(job: MainJob, projectId: string): Promise<string | undefined> {
  const { client, view } = job;
  const { endpoints } = await client.listEndpoints({ params: { projectId } });
  const endpoint = endpoints.find((it) => it.name === forecastName);
  if (!endpoint) return undefined;
  const fault = await view.step('prediction', async () => {
    const it = await faultOf(job, endpoint);
    return [it ? `${endpoint.name} does not answer` : `${endpoint.name} answers`, it] as const;
  });
  if (!fault) return undefined;
  if (fault.code === unreadable && (await isOfFirstFlow(job, endpoint))) {
    view.say(`${fault.detail} It is trained again.`);
    return new Date().toISOString();
  }
  view.say(`${fault.detail} ${fault.mend}`);
  return undefined;
}

/** Why an endpoint does not forecast a store that it should know; undefined where it does. */
async function faultOf({ client }: MainJob, { projectId, name, error }: Endpoint): Promise<JobError | undefined> {
  if (error) return error;
  const itemId = await knownItem(client, projectId);
  if (itemId === undefined) return undefined;
  try {
    const body = { items: [{ itemId }], horizon: 1 };
    await client.createPrediction({ params: { projectId, endpoint: name }, body });
    return undefined;
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    // A model that does not know a store that came later has been read.
    return cause.kind === 'missing' ? undefined : { code: cause.code, detail: cause.message, mend: cause.mend };
  }
}

/** Whether an endpoint serves what the first flow made, and not a model of the user's own. */
async function isOfFirstFlow({ client }: MainJob, { projectId, modelId }: Endpoint): Promise<boolean> {
  const { models } = await client.listModels({ params: { projectId } });
  const model = models.find((it) => it.id === modelId);
  if (model?.name !== forecastName) return false;
  const run = await client.getTrainingRun({ params: { projectId, trainingRunId: model.trainingRunId } });
  return run.name === forecastName;
}
