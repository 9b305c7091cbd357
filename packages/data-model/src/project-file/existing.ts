import type { BatchForecast } from '../contract/batch-forecasts.ts';
import type { Domain } from '../contract/domains.ts';
import type { Endpoint } from '../contract/endpoints.ts';
import type { Model } from '../contract/models.ts';
import type { Member } from '../contract/people.ts';
import type { ProjectProfile } from '../contract/project-profiles.ts';
import type { Project } from '../contract/projects.ts';
import type { TrainingRun } from '../contract/training-runs.ts';
import type { Workflow } from '../contract/workflows.ts';
import type { Star } from '../star/star.ts';

/** What there is of a project. Null is what there is not; undefined what the caller's token does not reach. */
export interface Existing {
  readonly domain: Domain | null | undefined;
  readonly profile: ProjectProfile | null | undefined;
  readonly project: Project | null;
  readonly members: readonly Member[];
  /** Users and groups of the domain, who can become members. */
  readonly people: readonly Pick<Member, 'memberId' | 'kind' | 'name'>[] | undefined;
  /** Null while there is no project. */
  readonly star: Star | null;
  /** Whether its tables hold rows. */
  readonly hasRows: boolean;
  /** The lists of the API, newest first. */
  readonly trainingRuns: readonly TrainingRun[];
  readonly models: readonly Model[];
  readonly endpoints: readonly Endpoint[];
  readonly batchForecasts: readonly BatchForecast[];
  readonly workflows: readonly Workflow[];
}

/** A training run as a file means it, with the model that was made of it, where one was. */
export interface Trained {
  readonly run: TrainingRun;
  readonly model: Model | undefined;
}

/** Of good runs of a name, newest first: the run of the newest model of that name, or the newest run. */
export function trained(
  { trainingRuns, models }: Pick<Existing, 'trainingRuns' | 'models'>,
  name: string,
  fits: (run: TrainingRun) => boolean,
): Trained | undefined {
  const runs = trainingRuns.filter((it) => it.name === name && isGood(it) && fits(it));
  for (const model of models.filter((it) => it.name === name)) {
    const run = runs.find((it) => it.id === model.trainingRunId);
    if (run) return { run, model };
  }
  return runs[0] && { run: runs[0], model: undefined };
}

/** Whether work needs no second start: it ended well, or is on its way. */
const isGood = ({ state }: Pick<TrainingRun, 'state'>): boolean =>
  state === 'succeeded' || state === 'queued' || state === 'running';
