import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../contract/endpoints.ts';
import type { Model } from '../contract/models.ts';
import type { Member } from '../contract/people.ts';
import { TrainingJob } from '../contract/training-job.ts';
import type { TrainingRun } from '../contract/training-runs.ts';
import { NewWorkflow } from '../contract/workflows.ts';
import { retailSales } from '../star/retail-sales.ts';
import type { Existing } from './existing.ts';
import { fileOfProject, type WholeProject } from './file-of-project.ts';
import { isToDo, planProject, type WholeProjectFile } from './plan.ts';
import { ProjectFile } from './project-file.ts';

const at = '2026-01-01T00:00:00.000Z';
const id = (prefix: string, n = 1) => `${prefix}_${String(n).repeat(32)}`;
const ended = { progress: null, error: null, createdAt: at, startedAt: at, endedAt: at };
const coverage = {};
const test = { SQL: 1, MASE: 1, WQL: 1, WAPE: 1, sMAPE: 1, RMSE: 1, coverage };

const job = TrainingJob.parse({ forecastHorizon: 14 });
const run = (n: number, change: Partial<TrainingRun> = {}): TrainingRun => ({
  ...{ id: id('run', n), projectId: id('prj'), name: 'sales', job, ...ended, report: null, state: 'succeeded' },
  ...change,
});
const model = (n: number, ofRun: number): Model => ({
  ...{ id: id('mdl', n), projectId: id('prj'), name: 'sales', version: n, trainingRunId: id('run', ofRun), test },
  ...{ improvement: null, createdAt: at },
});
const endpoint = (change: Partial<Endpoint> = {}): Endpoint => ({
  ...{ id: id('ept'), projectId: id('prj'), name: 'live', modelId: id('mdl'), state: 'in-service', error: null },
  ...{ requests: 0, lastRequestAt: null, createdAt: at },
  ...change,
});

const member = (name: string, n = 1, kind: Member['kind'] = 'user'): Member => ({
  ...{
    memberId: id(kind === 'user' ? 'usr' : 'grp', n),
    kind,
    name,
    role: 'contributor',
    persona: 'analyst',
    createdAt: at,
  },
});

const whole: WholeProject = {
  domain: { id: id('dom'), name: 'shops', region: 'eu-west-1', portalUrl: 'http://127.0.0.1', createdAt: at },
  profile: {
    ...{ id: id('prf'), domainId: id('dom'), name: 'all', version: 1, createdAt: at },
    blueprints: [{ blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } }],
  },
  project: {
    ...{ id: id('prj'), domainId: id('dom'), profileId: id('prf'), name: 'Sales', catalogName: 'sales-catalog' },
    ...{ domainUnitId: null, profileVersion: 1, description: '', overrides: [], blueprints: [] },
    ...{ state: 'active', steps: [], error: null, createdAt: at },
  },
  members: [member('ada@example.com')],
  people: [member('ada@example.com'), member('analysts', 2, 'group')],
  star: retailSales,
  hasRows: true,
  trainingRuns: [run(1)],
  models: [model(1, 1)],
  endpoints: [endpoint()],
  batchForecasts: [
    {
      id: id('bfc'),
      projectId: id('prj'),
      modelId: id('mdl'),
      horizon: 28,
      ...ended,
      state: 'succeeded',
      items: 1,
      rows: 1,
      cutoff: at,
    },
  ],
  workflows: [
    {
      ...{ id: id('wfl'), projectId: id('prj'), name: 'nightly', nextAt: at, createdAt: at, updatedAt: at },
      ...NewWorkflow.parse({
        name: 'nightly',
        steps: {
          load: {},
          train: { job: { preset: 'fast' } },
          gate: { mostWorse: { WQL: 0.05 } },
          deploy: { endpoint: 'live' },
        },
        schedule: { cron: '0 3 * * *', timeZone: 'Asia/Seoul' },
        dataArrival: true,
      }),
    },
  ],
};
const none: Existing = {
  ...{ domain: null, profile: null, project: null, members: [], people: [], star: null, hasRows: false },
  ...{ trainingRuns: [], models: [], endpoints: [], batchForecasts: [], workflows: [] },
};

const fileOf = (text: object): WholeProjectFile => ProjectFile.parse(text) as WholeProjectFile;
const file = fileOf(fileOfProject(whole).file);
const changes = (wanted: WholeProjectFile, existing: Existing) =>
  planProject(wanted, existing).map((it) => `${it.change} ${it.noun} ${it.name}`);
const isMember = ({ noun }: { noun: string }) => noun === 'member';
const found = (wanted: WholeProjectFile, existing: Existing, noun: string) =>
  planProject(wanted, existing).find((it) => it.noun === noun)!;

describe('a file that was written of a project', () => {
  it('changes nothing when it is applied', () => {
    expect(changes(file, whole)).toEqual([
      'keep domain shops',
      'keep profile all',
      'keep project Sales',
      'keep member ada@example.com',
      'keep star retail_sales',
      'keep training sales',
      'keep model sales',
      'keep endpoint live',
      'keep batch forecast sales-28',
      'keep workflow nightly',
    ]);
  });

  it('states no limit that a quota or profile set, and trains nothing again for it', () => {
    const limited = { ...whole, trainingRuns: [run(1, { limitSeconds: 3_600, limitedBy: 'quota' })] };

    const { file: written } = fileOfProject(limited);

    expect(JSON.stringify(written)).not.toContain('3600');
    expect(planProject(fileOf(written), limited).filter(isToDo)).toEqual([]);
  });

  it('says what it cannot hold: an endpoint of an older model', () => {
    const moved = { ...whole, trainingRuns: [run(2), run(1)], models: [model(2, 2), model(1, 1)] };

    const { file: written, notes } = fileOfProject(moved);

    expect(notes).toEqual([expect.stringContaining('The endpoint live is left out')]);
    expect(planProject(fileOf(written), moved).filter(isToDo)).toEqual([]);
  });

  it('holds a model though a newer run of the same job has none', () => {
    const again = { ...whole, trainingRuns: [run(2), run(1)] };

    expect(planProject(fileOf(fileOfProject(again).file), again).filter(isToDo)).toEqual([]);
  });
});

it('makes everything where there is nothing, and waits for rows to train on', () => {
  expect(changes(file, none)).toEqual([
    'create domain shops',
    'create profile all',
    'create project Sales',
    'wait member ada@example.com',
    'create star retail_sales',
    'wait training sales',
    'wait model sales',
    'wait endpoint live',
    'wait batch forecast sales-28',
    'create workflow nightly',
  ]);
});

it('trains anew where the job is another, says in what, and moves what the model serves', () => {
  const wanted = { ...file, training: { sales: { ...file.training.sales!, preset: 'best' as const } } };

  const steps = planProject(wanted, whole).filter(isToDo);

  expect(steps.map((it) => `${it.change} ${it.noun}`)).toEqual([
    'create training',
    'create model',
    'change endpoint',
    'create batch forecast',
  ]);
  expect(steps[0]!.differences).toEqual([{ at: 'preset', before: '"balanced"', after: '"best"' }]);
});

it.each([
  ['failed', 'create'],
  ['cancelled', 'create'],
  ['running', 'continue'],
] as const)('goes on after a training that has %s', (state, change) => {
  const existing = { ...whole, trainingRuns: [run(1, { state })], models: [], endpoints: [], batchForecasts: [] };

  expect(found(file, existing, 'training').change).toBe(change);
  expect(found(file, existing, 'model').change).toBe('create');
});

it('makes an endpoint again that failed, and waits for one that is coming', () => {
  const of = (state: Endpoint['state']) =>
    found(file, { ...whole, endpoints: [endpoint({ state })] }, 'endpoint').change;

  expect([of('failed'), of('creating'), of('in-service')]).toEqual(['change', 'continue', 'keep']);
});

it('changes a workflow that says something else, and shows in what', () => {
  const { nightly } = file.workflows;
  const other = { ...nightly!, enabled: false, schedule: { cron: '0 4 * * *', timeZone: 'Asia/Seoul' } };

  const changed = found({ ...file, workflows: { nightly: other } }, whole, 'workflow');

  expect(changed).toMatchObject({ change: 'change', name: 'nightly' });
  expect(changed.differences).toEqual([
    { at: 'enabled', before: 'true', after: 'false' },
    { at: 'schedule.cron', before: '"0 3 * * *"', after: '"0 4 * * *"' },
  ]);
  expect(fileOfProject(whole).file.workflows?.nightly).toEqual({
    model: 'sales-forecast',
    steps: {
      load: { maxRejectShare: 0.05 },
      train: { job: expect.objectContaining({ preset: 'fast' }) },
      gate: { mostWorse: { WQL: 0.05 } },
      deploy: { endpoint: 'live' },
    },
    schedule: { cron: '0 3 * * *', timeZone: 'Asia/Seoul' },
    dataArrival: true,
  });
});

it('does a provisioning again that failed', () => {
  const existing = { ...whole, project: { ...whole.project, state: 'failed' as const } };

  expect(found(file, existing, 'project')).toMatchObject({ change: 'change' });
});

it.each([
  [{ role: 'viewer' }, 'change', [{ at: 'role', before: '"contributor"', after: '"viewer"' }]],
  [{ role: 'contributor', persona: 'steward' }, 'change', [{ at: 'persona', before: '"analyst"', after: '"steward"' }]],
  [{ role: 'contributor' }, 'keep', []],
] as const)('makes of a member %j', (wanted, change, differing) => {
  const [step] = planProject({ ...file, members: { 'ada@example.com': wanted } }, whole).filter(isMember);

  expect(step).toMatchObject({ change, differences: differing });
});

it('adds a group of the domain, waits for whom nobody has invited, and takes one name for one only', () => {
  const role = { role: 'viewer' } as const;
  const members = { analysts: role, 'bob@example.com': role };
  const changed = (existing: Existing) =>
    planProject({ ...file, members }, existing)
      .filter(isMember)
      .map((it) => it.change);

  expect(changed(whole)).toEqual(['create', 'wait']);
  expect(changed({ ...whole, people: [...whole.people!, member('analysts', 3)] })).toEqual(['refuse', 'wait']);
  expect(changed({ ...whole, people: undefined })).toEqual(['refuse', 'refuse']);
});

describe('what cannot be', () => {
  it('is refused before anything is done: another region, catalog or profile', () => {
    const wanted: WholeProjectFile = {
      ...file,
      domain: { name: 'shops', region: 'us-east-1' },
      profile: { name: 'all', blueprints: [{ blueprint: 'Tooling', parameters: {} }] },
      project: { name: 'Sales', catalogName: 'other' },
    };

    const refused = planProject(wanted, whole).filter((it) => it.change === 'refuse');

    expect(refused.map((it) => [it.noun, it.differences[0]])).toEqual([
      ['domain', { at: 'region', before: '"eu-west-1"', after: '"us-east-1"' }],
      ['profile', { at: 'RedshiftServerless', before: expect.any(String), after: 'nothing' }],
      ['project', { at: 'catalogName', before: '"sales-catalog"', after: '"other"' }],
    ]);
  });

  it('is refused: other tables while there are rows; other checks are not', () => {
    const [fact, ...facts] = retailSales.facts;
    const tables = { ...retailSales, facts: [{ ...fact!, name: 'sales' }, ...facts] };
    const checks = { ...retailSales, checks: [] };

    const star = (wanted: typeof tables, hasRows: boolean) =>
      found({ ...file, star: wanted }, { ...whole, hasRows }, 'star').change;

    expect(star(tables, true)).toBe('refuse');
    expect(star(tables, false)).toBe('change');
    expect(star(checks, true)).toBe('change');
  });

  it('is refused to a token of another project; of its own, what is above it is not compared', () => {
    const outside = { ...whole, domain: undefined, profile: undefined };

    expect(found(file, { ...outside, project: null, star: null }, 'project').change).toBe('refuse');
    expect(planProject(file, outside).filter((it) => it.change !== 'keep')).toEqual([]);
  });
});

it('names in a file that lead nowhere are faults', () => {
  const read = ProjectFile.safeParse({ ...file, endpoints: { live: { model: 'costs' } } });

  expect(read.error?.issues).toMatchObject([
    { path: ['endpoints', 'live', 'model'], message: 'one of sales, the training jobs' },
  ]);
});
