import type { Project } from '../contract/projects.ts';
import type { TrainingRun } from '../contract/training-runs.ts';
import type { WorkflowDefinition } from '../contract/workflows.ts';
import { definitionOf } from '../contract/workflows.ts';
import type { Star } from '../star/star.ts';
import { type Difference, differences } from './differences.ts';
import { type Existing, type Trained, trained } from './existing.ts';
import type { ProjectFile } from './project-file.ts';

export const nouns = [
  'domain',
  'profile',
  'project',
  'member',
  'star',
  'training',
  'model',
  'endpoint',
  'batch forecast',
  'workflow',
] as const;
export type Noun = (typeof nouns)[number];

/**
 * What becomes of a thing: it is made; made otherwise; was begun, and is waited for; cannot be made yet; is left; or
 * cannot become what the file says.
 */
export type Change = 'create' | 'change' | 'continue' | 'wait' | 'keep' | 'refuse';

export interface Step {
  readonly noun: Noun;
  readonly name: string;
  readonly change: Change;
  /** A sentence; empty where there is nothing to say. */
  readonly why: string;
  readonly differences: readonly Difference[];
}

/** A project file whose star was read from where it lies. */
export type WholeProjectFile = Omit<ProjectFile, 'star'> & { readonly star?: Star | undefined };

/** The steps from what there is to what a file says, in the order in which they are done. */
export function planProject(file: WholeProjectFile, existing: Existing): Step[] {
  const star = starStep(file, existing);
  return [
    domainStep(file, existing),
    profileStep(file, existing),
    projectStep(file, existing),
    ...Object.keys(file.members).map((name) => memberStep(file, existing, name)),
    ...(star ? [star] : []),
    ...Object.keys(file.training).flatMap((name) => forecastSteps(file, existing, name)),
    ...Object.entries(file.workflows).map(([name, wanted]) => workflowStep(existing, name, wanted)),
  ];
}

/** Whether a step does something. */
export const isToDo = ({ change }: Step): boolean =>
  change === 'create' || change === 'change' || change === 'continue';

const step = (noun: Noun, name: string, change: Change, why = '', differing: readonly Difference[] = []): Step => ({
  noun,
  name,
  change,
  why,
  differences: differing,
});

const outOfReach = 'It is not compared: the token reaches its project alone.';

function domainStep({ domain: wanted }: WholeProjectFile, { domain }: Existing): Step {
  const { name, region } = wanted;
  if (domain === undefined) return step('domain', name, 'keep', outOfReach);
  if (domain === null) return step('domain', name, 'create');
  const differing = differences({ region: domain.region }, { region });
  if (differing.length === 0) return step('domain', name, 'keep');
  return step(
    'domain',
    name,
    'refuse',
    'A domain stays in its region: give the file that region or another name.',
    differing,
  );
}

function profileStep({ profile: wanted }: WholeProjectFile, { profile }: Existing): Step {
  const { name, blueprints } = wanted;
  if (profile === undefined) return step('profile', name, 'keep', outOfReach);
  if (profile === null) return step('profile', name, 'create');
  const differing = differences(profile.blueprints.map(named), blueprints.map(named));
  if (differing.length === 0) return step('profile', name, 'keep');
  const why =
    'Projects were made by this profile, so it stays as it is: give the file those blueprints or another name.';
  return step('profile', name, 'refuse', why, differing);
}

/** A blueprint is told by its name. */
const named = ({ blueprint, parameters }: WholeProjectFile['profile']['blueprints'][number]) => ({
  name: blueprint,
  parameters,
});

function projectStep({ project: wanted }: WholeProjectFile, { domain, profile, project }: Existing): Step {
  const { name } = wanted;
  if (project === null && domain === undefined) {
    return step('project', name, 'refuse', 'The token does not reach a project of this name, and cannot make one.');
  }
  if (project === null) return step('project', name, 'create');
  const differing = [
    ...differences({ catalogName: project.catalogName }, { catalogName: wanted.catalogName }),
    ...(profile === undefined || profile?.id === project.profileId
      ? []
      : [{ at: 'profile', before: project.profileId, after: profile?.id ?? 'one that there is not yet' }]),
  ];
  if (differing.length > 0) {
    const why = 'A project keeps its catalog and profile: give the file those, or another name of the project.';
    return step('project', name, 'refuse', why, differing);
  }
  return step('project', name, ...standing(project));
}

function standing({ state, error }: Project): [Change, string] {
  if (state === 'active') return ['keep', ''];
  if (state === 'provisioning') return ['continue', 'It is being provisioned.'];
  return ['change', `Its provisioning failed, and is done again: ${error?.detail ?? 'no reason is on record'}`];
}

/** The users and groups that a name of the file may mean, and whether they are in the project. */
export function meantBy(name: string, { members, people }: Existing) {
  const known = members.filter((it) => it.name === name);
  return known.length > 0 ? known : (people ?? []).filter((it) => it.name === name);
}

function memberStep({ members: wanted, domain }: WholeProjectFile, existing: Existing, name: string): Step {
  const found = meantBy(name, existing);
  if (found.length > 1) {
    return step('member', name, 'refuse', 'A user and a group have this name: rename one, or set the role by its id.');
  }
  if (found.length === 0) {
    if (existing.people === undefined) {
      return step('member', name, 'refuse', 'The token reaches its project alone, and finds nobody who is not in it.');
    }
    const why = `Nobody of that name is in the domain: tandem users invite ${domain.name} --name ${name}, or groups create, and apply again.`;
    return step('member', name, 'wait', why);
  }
  const now = existing.members.find((it) => it.name === name);
  if (!now) return step('member', name, 'create');
  const { role, persona = now.persona } = wanted[name]!;
  const differing = differences({ role: now.role, persona: now.persona }, { role, persona });
  return differing.length === 0 ? step('member', name, 'keep') : step('member', name, 'change', '', differing);
}

/** What a star may change in while its tables hold rows. */
const isOfNoTable = ({ at }: Difference): boolean => /^(?:checks|training)\b|(?:^|\.)description$/.test(at);

function starStep({ star: wanted }: WholeProjectFile, { project, star, hasRows }: Existing): Step | undefined {
  if (!wanted) return undefined;
  if (project === null || star === null) return step('star', wanted.name, 'create');
  const differing = differences(star, wanted);
  if (differing.length === 0) return step('star', wanted.name, 'keep');
  if (!hasRows || differing.every(isOfNoTable)) return step('star', wanted.name, 'change', '', differing);
  const why = 'Its tables hold rows: make a project of its own for the other star.';
  return step('star', wanted.name, 'refuse', why, differing);
}

/** A training job, its model, and what is made of that. */
function forecastSteps(file: WholeProjectFile, existing: Existing, name: string): Step[] {
  const of = <T extends { model: string }>(things: Readonly<Record<string, T>>) =>
    Object.entries(things).filter(([, it]) => it.model === name);
  const endpoints = of(file.endpoints);
  const batches = of(file.batchForecasts);
  if (!existing.hasRows) {
    const why = 'There are no rows to train on: load files, and apply again.';
    return [
      step('training', name, 'wait', why),
      step('model', name, 'wait'),
      ...endpoints.map(([it]) => step('endpoint', it, 'wait')),
      ...batches.map(([it]) => step('batch forecast', it, 'wait')),
    ];
  }
  const found = wantedRun(file, existing, name);
  return [
    trainingStep(file, existing, name, found),
    step('model', name, found?.model ? 'keep' : 'create'),
    ...endpoints.map(([it]) => endpointStep(existing, it, found)),
    ...batches.map(([it, { horizon }]) => batchStep(existing, it, horizon, found)),
  ];
}

/** The run of a training job of the file, if one ended well or is on its way. */
export function wantedRun(file: WholeProjectFile, existing: Existing, name: string): Trained | undefined {
  return trained(existing, name, (run) => jobDifferences(file, name, run).length === 0);
}

/** What the star says of frequency and names, a job need not say. */
function jobDifferences({ training }: WholeProjectFile, name: string, { job }: TrainingRun): Difference[] {
  const wanted = training[name]!;
  const names = Object.entries(wanted.timeSeriesConfig).filter(([, it]) => it !== undefined);
  const whole = {
    ...wanted,
    forecastFrequency: wanted.forecastFrequency ?? job.forecastFrequency,
    timeSeriesConfig: { ...job.timeSeriesConfig, ...Object.fromEntries(names) },
  };
  return differences(job, whole);
}

function trainingStep(file: WholeProjectFile, existing: Existing, name: string, found: Trained | undefined): Step {
  if (found?.run.state === 'succeeded') return step('training', name, 'keep');
  if (found) return step('training', name, 'continue', 'It runs already.');
  const [last] = existing.trainingRuns.filter((it) => it.name === name);
  if (!last) return step('training', name, 'create');
  const differing = jobDifferences(file, name, last);
  const why = differing.length === 0 ? `Its last run has ${last.state}.` : 'Its last run was of another job.';
  return step('training', name, 'create', why, differing);
}

function endpointStep({ endpoints }: Existing, name: string, found: Trained | undefined): Step {
  const endpoint = endpoints.find((it) => it.name === name);
  if (!endpoint) return step('endpoint', name, 'create');
  if (endpoint.modelId !== found?.model?.id) return step('endpoint', name, 'change', 'It moves to the newer model.');
  if (endpoint.state === 'failed') return step('endpoint', name, 'change', 'It failed, and is made again.');
  return step('endpoint', name, endpoint.state === 'creating' ? 'continue' : 'keep');
}

function batchStep(
  { batchForecasts }: Existing,
  name: string,
  asked: number | undefined,
  found: Trained | undefined,
): Step {
  const horizon = asked ?? found?.run.job.forecastHorizon;
  const all = batchForecasts.filter((it) => it.modelId === found?.model?.id && it.horizon === horizon);
  if (all.some((it) => it.state === 'succeeded')) return step('batch forecast', name, 'keep');
  const isOnItsWay = all.some((it) => it.state === 'queued' || it.state === 'running');
  return step('batch forecast', name, isOnItsWay ? 'continue' : 'create');
}

/** It needs no rows: a step that finds none fails then, and the run with it. */
function workflowStep({ workflows }: Existing, name: string, wanted: WorkflowDefinition): Step {
  const now = workflows.find((it) => it.name === name);
  if (!now) return step('workflow', name, 'create');
  const differing = differences(definitionOf(now), wanted);
  return differing.length === 0 ? step('workflow', name, 'keep') : step('workflow', name, 'change', '', differing);
}
