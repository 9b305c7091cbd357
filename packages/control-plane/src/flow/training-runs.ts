import { Conflict, type Fault, InvalidInput, NotFound, type Star } from '@tandem/data-model';
import {
  type Project,
  type StarTrainingJob,
  type TrainingJob,
  type TrainingRun,
  transformationFaults,
} from '@tandem/data-model/contract';
import type { Deps } from '../deps.ts';
import { requireWarehouse } from '../projects/projects.ts';
import { starOf } from '../projects/stars.ts';
import { cancelAs } from './jobs.ts';
import { hasWritten } from './loads.ts';
import { asOf, queuedJob } from './queued-job.ts';

/**
 * Accepts a training run on the star as it will be then. Throws InvalidInput where the job asks for what the star's
 * training view does not have, or for an imported model that is none of the project's uploads; Conflict while nothing is
 * loaded.
 */
export async function createTrainingRun(
  { control, queue }: Deps,
  project: Project,
  { name, job: asked, priority }: Pick<TrainingRun, 'name' | 'priority'> & { readonly job: StarTrainingJob },
): Promise<TrainingRun> {
  requireWarehouse(project);
  const job = await trainableJob({ control }, project, asked);
  const loads = (await control.loads.list(project.id)).filter((it) => it.kind !== 'plan');
  if (!loads.some(hasWritten)) {
    throw new Conflict(
      `The project ${project.name} has no data to train on: none of its ${loads.length} loads has succeeded.`,
      'Upload the files, load them, and start the training when the load has succeeded.',
    );
  }
  const { id: projectId } = project;
  const run = await control.trainingRuns.create({
    projectId,
    name,
    job,
    ...limitOf(job, project),
    ...asOf(priority),
    ...queuedJob,
    report: null,
  });
  await queue.send({ kind: 'train', projectId, id: run.id, ...asOf(priority) });
  return run;
}

/**
 * The whole job, as a run of the project on its star as it is now would have it. Throws InvalidInput where the project
 * cannot train so; the faults lie in `body.job`.
 */
export async function trainableJob(
  { control }: Pick<Deps, 'control'>,
  project: Project,
  asked: StarTrainingJob,
): Promise<TrainingJob> {
  const job = jobOnStar(asked, await starOf({ control }, project.id));
  requireWithinTime(job, project);
  if (job.importedModel) await requireModelFile(control, project.id, job.importedModel.uploadId);
  return job;
}

export async function getTrainingRun(
  { control }: Pick<Deps, 'control'>,
  projectId: string,
  id: string,
): Promise<TrainingRun> {
  const run = await control.trainingRuns.get(projectId, id);
  if (!run) throw new NotFound('training run', id);
  return run;
}

/** Ends a run that has not ended; its worker notices and stops. Throws NotFound, or Conflict where it has. */
export const cancelTrainingRun = (deps: Pick<Deps, 'control'>, projectId: string, id: string): Promise<TrainingRun> =>
  cancelAs(getTrainingRun, deps, projectId, id);

/** The most seconds that the project's profile allows a run; undefined where it does not say. */
const mostSeconds = ({ blueprints }: Project) =>
  blueprints.find((it) => it.blueprint === 'MLExperiments')?.parameters.maxTrainingSeconds;

/** What a run that asks for no limit gets by the profile; its job stays as it was asked for. */
function limitOf(
  { completionCriteria }: TrainingJob,
  project: Project,
): Pick<TrainingRun, 'limitSeconds' | 'limitedBy'> {
  const limitSeconds = mostSeconds(project);
  if (limitSeconds === undefined || completionCriteria.maxAutoMLJobRuntimeInSeconds !== null) return {};
  return { limitSeconds, limitedBy: 'profile' };
}

function requireWithinTime({ completionCriteria }: TrainingJob, project: Project): void {
  const most = mostSeconds(project);
  const { maxAutoMLJobRuntimeInSeconds: asked } = completionCriteria;
  if (most === undefined || asked === null || asked <= most) return;
  throw new InvalidInput(
    `A training run of this project may take ${most} s; this one asks for ${asked} s.`,
    'Ask for less, or have maxTrainingSeconds of MLExperiments changed in the profile of the project.',
    {
      faults: [
        {
          at: 'body.job.completionCriteria.maxAutoMLJobRuntimeInSeconds',
          expected: `at most ${most}`,
          got: String(asked),
        },
      ],
    },
  );
}

/** An upload may be of any kind; what its bytes are is seen in training, where they are read. */
async function requireModelFile({ uploads }: Pick<Deps['control'], 'uploads'>, projectId: string, uploadId: string) {
  const upload = await uploads.get(projectId, uploadId);
  if (upload && upload.source === null) return;
  throw new InvalidInput(
    upload
      ? `The upload ${upload.name} is a table of the star, not a model.`
      : `There is no upload ${uploadId} in this project.`,
    'Upload the ONNX file to the project, and give the id of that upload.',
    { faults: [{ at: 'body.job.importedModel.uploadId', expected: 'an ONNX file among the uploads', got: uploadId }] },
  );
}

/** The whole job. The star says itself what is forecast, by whom, when and how often; a job may not say otherwise. */
function jobOnStar(said: StarTrainingJob, star: Star): TrainingJob {
  const { target, as, item, frequency } = star.training;
  const names = said.timeSeriesConfig;
  const job: TrainingJob = {
    ...said,
    forecastFrequency: said.forecastFrequency ?? frequency,
    timeSeriesConfig: {
      targetAttributeName: names.targetAttributeName ?? target,
      timestampAttributeName: names.timestampAttributeName ?? as,
      itemIdentifierAttributeName: names.itemIdentifierAttributeName ?? item,
      groupingAttributeNames: names.groupingAttributeNames,
    },
  };
  const { forecastFrequency, timeSeriesConfig, featureDataTypes, transformations } = job;
  const asked = {
    forecastFrequency: [forecastFrequency, frequency],
    'timeSeriesConfig.targetAttributeName': [timeSeriesConfig.targetAttributeName, target],
    'timeSeriesConfig.timestampAttributeName': [timeSeriesConfig.timestampAttributeName, as],
    'timeSeriesConfig.itemIdentifierAttributeName': [timeSeriesConfig.itemIdentifierAttributeName, item],
    'timeSeriesConfig.groupingAttributeNames': [timeSeriesConfig.groupingAttributeNames.join(', '), ''],
  } as const;
  const faults: Fault[] = Object.entries(asked)
    .filter(([, [got, expected]]) => got !== expected)
    .map(([field, [got, expected]]) => ({ at: `body.job.${field}`, expected, got }));
  requireStarColumns(star, featureDataTypes, transformations);
  const [first] = faults;
  if (!first) return job;
  throw new InvalidInput(
    `The star is trained with ${first.expected || 'nothing'} as ${first.at.replace('body.job.', '')}, not ${first.got}.`,
    'Leave the field out; files at other frequencies or with other columns are forecast by `tandem forecast run`.',
    { faults },
  );
}

function requireStarColumns(
  { training, dimensions, facts }: Star,
  featureDataTypes: TrainingJob['featureDataTypes'],
  transformations: TrainingJob['transformations'],
): void {
  const columns = [...dimensions, ...facts].flatMap((it) => it.columns);
  const isText = (name: string) => columns.find((it) => it.name === name)?.type.kind === 'text';
  const kindOf = (name: string) => (isText(name) || featureDataTypes[name] === 'categorical' ? 'category' : 'numeric');
  const known = training.known.flatMap((it) => it.columns).map((name) => ({ name, kind: kindOf(name) }) as const);
  const features = [...known.map((it) => it.name), ...training.statics];
  const faults: Fault[] = transformationFaults(transformations, { target: training.target, known, past: [] });
  for (const [name, type] of Object.entries(featureDataTypes)) {
    const at = `featureDataTypes.${name}`;
    if (!features.includes(name)) faults.push({ at, expected: `one of ${features.join(', ')}`, got: name });
    else if (type === 'numeric' && isText(name))
      faults.push({ at, expected: 'categorical, as for every text', got: type });
  }
  const [first] = faults;
  if (!first) return;
  throw new InvalidInput(
    `On the star, ${first.at} must be ${first.expected}; it is ${first.got}.`,
    'Change it, or leave it out.',
    { faults: faults.map((it) => ({ ...it, at: `body.job.${it.at}` })) },
  );
}
