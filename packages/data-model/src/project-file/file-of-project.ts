import type { Domain } from '../contract/domains.ts';
import type { Member } from '../contract/people.ts';
import type { ProjectProfile } from '../contract/project-profiles.ts';
import type { Project } from '../contract/projects.ts';
import { TrainingJob } from '../contract/training-job.ts';
import type { Workflow } from '../contract/workflows.ts';
import { definitionOf } from '../contract/workflows.ts';
import type { Star } from '../star/star.ts';
import { differences } from './differences.ts';
import { type Existing, trained } from './existing.ts';
import type { WrittenProjectFile } from './project-file.ts';

/** A project that is there whole. */
export type WholeProject = Existing & {
  readonly domain: Domain;
  readonly profile: ProjectProfile;
  readonly project: Project;
  readonly star: Star;
};

export interface ExportedProject {
  /** Applied, it changes nothing. */
  readonly file: WrittenProjectFile & { readonly star: Star };
  /** What a file cannot say, in sentences. */
  readonly notes: readonly string[];
}

/** The file of a project. */
export function fileOfProject(existing: WholeProject): ExportedProject {
  const { domain, profile, project, star } = existing;
  const names = [...new Set(existing.trainingRuns.map((it) => it.name))];
  const all = names.flatMap((name) => {
    const { run, model } = trained(existing, name, (it) => it.state === 'succeeded') ?? {};
    return run && model ? [{ name, run, model }] : [];
  });
  const nameOf = (modelId: string) => all.find((it) => it.model.id === modelId)?.name;
  const endpoints = existing.endpoints.flatMap((it) => {
    const model = nameOf(it.modelId);
    return model === undefined || it.state === 'failed' ? [] : [[it.name, { model }] as const];
  });
  const batches = all.flatMap(({ name, run, model }) => {
    const done = existing.batchForecasts.filter((it) => it.modelId === model.id && it.state === 'succeeded');
    return [...new Set(done.map((it) => it.horizon))].map((horizon) =>
      horizon === run.job.forecastHorizon
        ? ([name, { model: name }] as const)
        : ([`${name}-${horizon}`, { model: name, horizon }] as const),
    );
  });
  // A name that a user and a group share tells neither.
  const named = existing.members.filter(({ name }, n, all) => all.findIndex((it) => it.name === name) === n);
  const left = existing.endpoints.filter((it) => !endpoints.some(([name]) => name === it.name));
  return {
    file: {
      version: 1,
      domain: { name: domain.name, region: domain.region },
      profile: { name: profile.name, blueprints: profile.blueprints },
      project: { name: project.name, catalogName: project.catalogName },
      members: Object.fromEntries(named.map(({ name, role, persona }) => [name, memberOf(role, persona)])),
      star,
      training: Object.fromEntries(all.map(({ name, run }) => [name, writtenJob(run.job)])),
      endpoints: Object.fromEntries(endpoints),
      batchForecasts: Object.fromEntries(batches),
      workflows: Object.fromEntries(existing.workflows.map((it) => [it.name, writtenWorkflow(it)])),
    },
    notes: left.map(
      ({ name, state }) =>
        `The endpoint ${name} is left out: ${state === 'failed' ? 'it failed' : 'it serves an older model, or one that has another name than its training run'}.`,
    ),
  };
}

const memberOf = (role: Member['role'], persona: Member['persona']) =>
  ({ role, ...(persona === null ? {} : { persona }) }) as NonNullable<WrittenProjectFile['members']>[string];

/** A workflow without what it says by saying nothing. */
function writtenWorkflow(workflow: Workflow): NonNullable<WrittenProjectFile['workflows']>[string] {
  const { enabled, model, steps, schedule, dataArrival } = definitionOf(workflow);
  const { train } = steps;
  return {
    ...(enabled ? {} : { enabled }),
    model,
    steps: { ...steps, ...(train ? { train: { job: writtenParts(train.job) } } : {}) },
    ...(schedule ? { schedule } : {}),
    ...(dataArrival ? { dataArrival } : {}),
  };
}

/** A job without what the star says, and without the parts in which nothing is said. */
function writtenJob({ forecastFrequency: _, timeSeriesConfig: __, ...job }: TrainingJob): object {
  return writtenParts(job);
}

function writtenParts(job: Readonly<Record<string, unknown>>): object {
  const blank: Readonly<Record<string, unknown>> = TrainingJob.parse({});
  const isBlank = (name: string, value: unknown) =>
    typeof value === 'object' && name !== 'forecastQuantiles' && differences(blank[name], value).length === 0;
  return Object.fromEntries(
    Object.entries(job).filter(([name, value]) => value !== undefined && !isBlank(name, value)),
  );
}
