import { setTimeout as sleep } from 'node:timers/promises';
import { Conflict } from '@tandem/data-model';
import type { NewTrainingRun, Project } from '@tandem/data-model/contract';
import {
  type Existing,
  isToDo,
  meantBy,
  type Noun,
  planProject,
  type Step,
  type WholeProjectFile,
  wantedRun,
} from '@tandem/data-model/project-file';
import { describe, ended, JobFailed } from '../flow/jobs.ts';
import type { MainJob } from '../flow/main-job.ts';
import { readExisting } from './read-existing.ts';

/** The names of a file's things. */
export const namesOf = ({ domain, profile, project }: WholeProjectFile) => ({
  domain: domain.name,
  profile: profile.name,
  project: project.name,
});

/**
 * Does the steps that were approved, one after another, each planned anew on what there is then: so what was done
 * before, by this call or by one that broke off, is found and left. Gives the plan of what is left in the end.
 */
export async function converge(job: MainJob, file: WholeProjectFile, approved: readonly Step[]): Promise<Step[]> {
  const may = new Set(approved.filter(isToDo).map(keyOf));
  for (;;) {
    const existing = await readExisting(job.client, namesOf(file));
    const plan = planProject(file, existing);
    const next = plan.find((it) => isToDo(it) && may.has(keyOf(it)));
    if (!next) return plan;
    await job.view.step(keyOf(next), (note) => doStep[next.noun]({ ...job, note, file, existing, name: next.name }));
    may.delete(keyOf(next));
  }
}

const keyOf = ({ noun, name }: Step): string => `${noun} ${name}`;

interface StepJob extends MainJob {
  readonly note: (text: string) => void;
  readonly file: WholeProjectFile;
  readonly existing: Existing;
  readonly name: string;
}

type Done = readonly [string, unknown];

const doStep: Readonly<Record<Noun, (job: StepJob) => Promise<Done>>> = {
  domain: async ({ client, file }) => ['created', await client.createDomain({ body: file.domain })],
  profile: async ({ client, file, existing }) => {
    const params = { domainId: needed(existing.domain).id };
    return ['created', await client.createProjectProfile({ params, body: file.profile })];
  },
  project: provision,
  member: async ({ client, file, existing, name }) => {
    const { memberId } = needed(meantBy(name, existing)[0]);
    const { role, persona } = needed(file.members[name]);
    const before = existing.members.find((it) => it.memberId === memberId)?.persona;
    const params = { projectId: needed(existing.project).id, memberId };
    return [role, await client.setMember({ params, body: { role, persona: persona ?? before ?? null } })];
  },
  star: async ({ client, file, existing }) => {
    const params = { projectId: needed(existing.project).id };
    return ['set', await client.setStar({ params, body: needed(file.star) })];
  },
  training: train,
  model: async ({ client, file, existing, name }) => {
    const params = { projectId: needed(existing.project).id };
    const trainingRunId = needed(wantedRun(file, existing, name)).run.id;
    const model = await client.createModel({ params, body: { name, trainingRunId } });
    return [`version ${model.version}`, model];
  },
  endpoint: serve,
  'batch forecast': forecast,
  workflow: async ({ client, file, existing, name }) => {
    const params = { projectId: needed(existing.project).id };
    const body = { name, ...needed(file.workflows[name]) };
    const known = existing.workflows.find((it) => it.name === name);
    if (!known) return ['created', await client.createWorkflow({ params, body })];
    return ['changed', await client.changeWorkflow({ params: { ...params, workflowId: known.id }, body })];
  },
};

async function provision({ client, file, existing, note, signal }: StepJob): Promise<Done> {
  const { domain, profile } = existing;
  const start = (): Promise<Project> =>
    client.createProject({
      body: { ...file.project, domainId: needed(domain).id, profileId: needed(profile).id },
    });
  let project = existing.project ?? (await start());
  const params = { projectId: project.id };
  if (project.state === 'failed') project = await client.retryProvisioning({ params });
  while (project.state === 'provisioning') {
    note(project.steps.find((it) => it.state === 'running')?.detail ?? '');
    await sleep(50, undefined, { signal });
    project = await client.getProject({ params });
  }
  if (project.state === 'failed') throw new JobFailed(`Provisioning ${project.name}`, project.error, 'failed');
  return ['provisioned', project];
}

async function train({ client, file, existing, name, note, signal }: StepJob): Promise<Done> {
  const params = { projectId: needed(existing.project).id };
  const job = needed(file.training[name]) as NonNullable<NewTrainingRun['job']>;
  const known = wantedRun(file, existing, name)?.run;
  const { id } = known ?? (await client.createTrainingRun({ params, body: { name, job } }));
  const byRun = { params: { ...params, trainingRunId: id } };
  for await (const { progress } of client.streamTrainingRun(byRun, { signal })) if (progress) note(describe(progress));
  return ['trained', await ended('Training', () => client.getTrainingRun(byRun), note, signal)];
}

async function serve({ client, file, existing, name, signal }: StepJob): Promise<Done> {
  const params = { projectId: needed(existing.project).id };
  const model = needed(wantedRun(file, existing, needed(file.endpoints[name]).model)?.model);
  const known = existing.endpoints.find((it) => it.name === name && it.modelId === model.id && it.state === 'creating');
  let endpoint = known ?? (await client.createEndpoint({ params, body: { name, modelId: model.id } }));
  while (endpoint.state === 'creating') {
    await sleep(50, undefined, { signal });
    const { endpoints } = await client.listEndpoints({ params });
    const now = endpoints.find((it) => it.name === name);
    if (!now) throw new Conflict(`The endpoint ${name} was deleted while it was made.`, 'Apply again.');
    endpoint = now;
  }
  if (endpoint.state === 'failed') throw new JobFailed(`Serving ${name}`, endpoint.error, 'failed');
  return [`serves ${model.name} version ${model.version}`, endpoint];
}

async function forecast({ client, file, existing, name, note, signal }: StepJob): Promise<Done> {
  const params = { projectId: needed(existing.project).id };
  const wanted = needed(file.batchForecasts[name]);
  const { run, model } = needed(wantedRun(file, existing, wanted.model));
  const modelId = needed(model).id;
  const horizon = wanted.horizon ?? run.job.forecastHorizon;
  const known = existing.batchForecasts.find(
    (it) => it.modelId === modelId && it.horizon === horizon && (it.state === 'queued' || it.state === 'running'),
  );
  const { id } = known ?? (await client.createBatchForecast({ params, body: { modelId, horizon } }));
  const ask = () => client.getBatchForecast({ params: { ...params, batchForecastId: id } });
  const { items } = await ended('The batch forecast', ask, note, signal);
  return [`${items ?? 0} items`, undefined];
}

/** What an earlier step has made; it is gone only where somebody else took it away meanwhile. */
function needed<T>(it: T | null | undefined): T {
  if (it !== null && it !== undefined) return it;
  throw new Conflict('Something that an earlier step made is gone.', 'See what there is, and apply again.');
}
