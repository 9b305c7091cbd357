import { Conflict, InvalidInput, NotFound, Unavailable } from '@tandem/data-model';
import type { BlueprintUse, Project } from '@tandem/data-model/contract';
import type { WarehouseCompute } from '@tandem/ports';
import { describe, expect, it } from 'vitest';
import * as plane from '../src/index.ts';
import {
  administrator,
  control,
  deps,
  job,
  objects,
  project,
  queued,
  run,
  sent,
  upload,
  useControlPlane,
} from './use-control-plane.ts';

useControlPlane();

const tooling: BlueprintUse = { blueprint: 'Tooling', parameters: {} };
const warehouse = (rpus: number): BlueprintUse => ({
  blueprint: 'RedshiftServerless',
  parameters: { redshiftBaseCapacity: rpus },
});
const experiments: BlueprintUse = { blueprint: 'MLExperiments', parameters: {} };
const changeProfile = (...blueprints: BlueprintUse[]) =>
  plane.changeProjectProfile(deps, project.domainId, project.profileId, { name: 'P', blueprints });

describe('a profile', () => {
  it('makes a version of other blueprints alone, and its projects keep theirs', async () => {
    const same = await changeProfile(experiments, warehouse(8));
    const other = await changeProfile(experiments, warehouse(16));

    expect([same.version, other.version]).toEqual([1, 2]);
    expect((await plane.getProject(deps, project.id)).blueprints).toEqual([experiments, warehouse(8)]);
    const { versions } = await plane.getProfileWithVersions(deps, project.domainId, project.profileId);
    expect(versions.map((it) => it.version)).toEqual([2, 1]);
  });

  it('is not found in another domain', async () => {
    const other = await plane.createDomain(
      deps,
      'http://localhost',
      { name: `${project.name} x`, region: 'eu-west-1' },
      administrator,
    );

    await expect(plane.getProjectProfile(deps, other.id, project.profileId)).rejects.toThrow(NotFound);
  });
});

describe('drift', () => {
  it('tells what the newest version has that a project has not, and updating provisions that alone', async () => {
    await control.projects.update(project.id, {
      steps: project.steps.map((it) => ({ ...it, state: 'succeeded', tries: 1 })),
    });
    const before = await plane.getProject(deps, project.id);
    expect((await plane.getDrift(deps, before)).differences).toEqual([]);
    expect(await plane.listDrift(deps, project.domainId)).toEqual([]);
    await changeProfile(tooling, warehouse(16), experiments);

    const [drift] = await plane.listDrift(deps, project.domainId);
    expect(drift).toMatchObject({ projectVersion: 1, profileVersion: 2 });
    expect(drift!.differences).toEqual([
      { blueprint: 'Tooling', parameter: null, project: null, profile: 'Tooling' },
      { blueprint: 'RedshiftServerless', parameter: 'redshiftBaseCapacity', project: 8, profile: 16 },
    ]);
    sent.length = 0;
    const updated = await plane.updateToProfile(deps, before);

    expect(updated).toMatchObject({ state: 'provisioning', profileVersion: 2 });
    expect(updated.steps.map((it) => [it.name, it.state])).toEqual([
      ['Tooling', 'queued'],
      ['RedshiftServerless', 'queued'],
      ['MLExperiments', 'succeeded'],
    ]);
    expect(sent).toEqual([{ kind: 'provision', projectId: project.id, id: project.id }]);
    expect((await plane.getDrift(deps, updated)).differences).toEqual([]);
    await expect(plane.updateToProfile(deps, updated)).rejects.toThrow('is as version 2 of its profile has it');
  });

  it('keeps a blueprint that the profile has no more, for its data', async () => {
    await changeProfile(experiments);

    const updated = await plane.updateToProfile(deps, project);

    expect(updated.blueprints).toEqual([experiments, warehouse(8)]);
    expect(updated.profileVersion).toBe(2);
  });
});

it('bounds the time of a training run by the profile', async () => {
  const bounded: BlueprintUse = { blueprint: 'MLExperiments', parameters: { maxTrainingSeconds: 600 } };
  const active = (await control.projects.update(project.id, { blueprints: [bounded, warehouse(8)] }))!;
  const { id } = await control.loads.create({
    projectId: project.id,
    kind: 'load',
    revertsTo: null,
    uploadIds: [],
    maxRejectShare: 0,
    ...queued,
    report: null,
  });
  await control.loads.update(id, { state: 'succeeded' });
  const asking = (maxAutoMLJobRuntimeInSeconds: number | null) =>
    plane.createTrainingRun(deps, active, {
      name: 'r',
      job: { ...job, completionCriteria: { maxAutoMLJobRuntimeInSeconds } },
    });

  const made = await Promise.all([asking(null), asking(60)]);

  expect(made.map((it) => it.job.completionCriteria.maxAutoMLJobRuntimeInSeconds)).toEqual([null, 60]);
  expect(made.map((it) => [it.limitSeconds, it.limitedBy])).toEqual([
    [600, 'profile'],
    [null, null],
  ]);
  await expect(asking(601)).rejects.toMatchObject({ faults: [{ expected: 'at most 600', got: '601' }] });
});

describe('connections', () => {
  const storage = { warehouse: 'duckdb', objects: 'disk' } as const;
  const state = async () => ({ state: 'stopped', calls: 0 }) as Awaited<ReturnType<WarehouseCompute['state']>>;
  const standing = async (of: Project, compute: Pick<WarehouseCompute, 'state'> = { state }) =>
    Object.fromEntries(
      (await plane.listConnections({ control, objects, compute, storage }, of)).map((it) => [it.name, it.state]),
    );

  it('tell what a project can work through, and starts nothing to find out', async () => {
    expect(await standing(project)).toEqual({
      'project.duckdb': 'resting',
      'project.objects': 'ready',
      'project.sql': 'empty',
      'project.forecasts': 'empty',
    });
  });

  it('tell what a profile lacks, and what does not answer', async () => {
    const without = { ...project, steps: project.steps.filter((it) => it.name !== 'RedshiftServerless') };
    const away = { state: () => Promise.reject(new Unavailable('No answer.', 'Start it.')) };

    expect(await standing(without)).toMatchObject({ 'project.duckdb': 'missing', 'project.sql': 'missing' });
    expect(await standing(project, away)).toMatchObject({ 'project.duckdb': 'away' });
  });
});

describe('the catalog', () => {
  const term = (ko: string, en: string, ...synonyms: string[]) =>
    plane.createTerm(deps, project.domainId, { ko, en, description: '', synonyms });
  const found = async (search: string, kind?: 'table') =>
    (await plane.listCatalog(deps, project, { search, kind })).map((it) => it.entry);

  it('lists what a project has of every kind', async () => {
    const { id: fileId } = await upload('x');
    const { id: trainingRunId } = await run('succeeded');
    const { id: modelId } = await plane.createModel(deps, project.id, { name: 'sales', trainingRunId });
    await plane.createModel(deps, project.id, { name: 'sales', trainingRunId });
    await plane.createEndpoint(deps, project.id, { name: 'live', modelId });
    const asked = { projectId: project.id, modelId, horizon: 7, ...queued };
    const forecast = await control.batchForecasts.create({ ...asked, items: 1, rows: 7, cutoff: '2026-11-01' });
    await control.batchForecasts.update(forecast.id, { state: 'succeeded' });

    const entries = await plane.listCatalog(deps, project, {});

    expect(entries.map((it) => it.entry)).toEqual(
      expect.arrayContaining([
        'table:store_sales',
        `file:${fileId}`,
        'model:sales',
        `forecast:${forecast.id}`,
        'endpoint:live',
      ]),
    );
    expect(entries.find((it) => it.kind === 'model')?.description).toBe('Version 2');
    expect(entries.find((it) => it.kind === 'endpoint')?.description).toBe('Serves sales, version 1');
  });

  it('finds tables by their columns, and by what the glossary calls them in either language', async () => {
    expect((await found('city', 'table'))[0]).toMatch(/^table:store/);
    expect(await found('매출')).toEqual([]);

    const sales = await term('매출', 'sales', 'turnover');
    expect((await found('매출'))[0]).toBe('table:store_sales');
    expect((await found('turnover'))[0]).toBe('table:store_sales');

    const place = await term('매장', 'outlet');
    await plane.setEntryTerms(deps, project, 'table:store_sales', [place.id, sales.id]);
    expect(await found('outlet')).toEqual(['table:store_sales']);
    expect(await found('매장을')).toEqual([]);
    const [entry] = await plane.listCatalog(deps, project, { search: 'outlet' });
    expect(entry!.terms.map((it) => it.en)).toEqual(['outlet', 'sales']);

    await plane.deleteTerm(deps, project.domainId, place.id);
    expect(await found('outlet')).toEqual([]);
  });

  it('finds an entry that is named in Korean when one asks in English', async () => {
    await term('매출', 'sales');
    const { id } = await upload('x', null, '2026년 월매출액.csv');

    expect(await found('sales')).toContain(`file:${id}`);
  });

  it('refuses terms of another domain, and entries that are not there', async () => {
    const other = await plane.createDomain(
      deps,
      'http://localhost',
      { name: `${project.name} y`, region: 'eu-west-1' },
      administrator,
    );
    const strange = await plane.createTerm(deps, other.id, { ko: '', en: 'x', description: '', synonyms: [] });

    await expect(plane.setEntryTerms(deps, project, 'table:store_sales', [strange.id])).rejects.toThrow(InvalidInput);
    await expect(plane.setEntryTerms(deps, project, 'table:none', [])).rejects.toThrow(NotFound);
    await expect(term('', 'Twice').then(() => term('', 'Twice'))).rejects.toThrow(Conflict);
  });

  it('searches the glossary itself', async () => {
    await term('매출', 'sales', '판매액');
    await term('재고', 'stock');

    const names = async (search: string) => (await plane.listTerms(deps, project.domainId, search)).map((it) => it.en);

    expect(await names('판매')).toEqual(['sales']);
    expect(await names('')).toEqual(['sales', 'stock']);
  });
});
