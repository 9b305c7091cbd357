import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@tandem/client';
import { retailSales } from '@tandem/data-model';
import { fileOfProject, isToDo, planProject, type WholeProject } from '@tandem/data-model/project-file';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { converge, namesOf } from '../src/project-file/converge.ts';
import { projectFileText } from '../src/project-file/project-file-text.ts';
import { readExisting } from '../src/project-file/read-existing.ts';
import { readProjectFile } from '../src/project-file/read-project-file.ts';
import { openProgress } from '../src/terminal/progress.ts';
import { type InProcess, startInProcess } from './installation-in-process.ts';
import { tandem } from './running-installation.ts';

const patienceMs = 300_000;
let running: InProcess;
let client: Client;

beforeAll(async () => {
  running = await startInProcess();
  client = running.client;
}, patienceMs);
afterAll(() => running?.end(), patienceMs);

const yaml = `version: 1
domain: { name: shops, region: eu-central-1 }
profile:
  name: forecasting
  blueprints:
    - { blueprint: RedshiftServerless, parameters: { redshiftBaseCapacity: 8 } }
project: { name: Sales, catalogName: sales-catalog }
members:
  administrator: { role: project-owner }
  ada@example.com: { role: contributor, persona: ml-engineer }
star: star.json
training:
  sales: { forecastHorizon: 7, forecastQuantiles: [p10, p50, p90], preset: fast }
endpoints:
  live: { model: sales }
batchForecasts:
  weekly: { model: sales }
`;

const written = (name: string, text: string) => {
  const file = path.join(running.place.home, name);
  writeFileSync(file, text);
  return file;
};

/** Applies a file as the verb does once it is approved; gives what is left. */
async function applied(
  file: ReturnType<typeof readProjectFile>,
  signal = new AbortController().signal,
  write?: (it: string) => void,
) {
  const plan = planProject(file, await readExisting(client, namesOf(file)));
  const view = openProgress({ isTTY: write !== undefined, write: write ?? (() => undefined) });
  try {
    return await converge({ client, view, signal }, file, plan);
  } finally {
    view.close();
  }
}

const changesOf = (steps: Awaited<ReturnType<typeof applied>>) => steps.map((it) => `${it.change} ${it.noun}`);

it('goes from nothing to forecasts, over a stop in the middle, and back to a file that changes nothing', {
  timeout: patienceMs,
}, async () => {
  // A file of a project that there is not yet: all that needs no rows is made.
  written('star.json', JSON.stringify({ ...retailSales, name: 'shops' }));
  const file = readProjectFile(written('tandem.yaml', yaml));
  const first = await applied(file);
  expect(changesOf(first).slice(0, 7)).toEqual([
    'keep domain',
    'keep profile',
    'keep project',
    'keep member',
    'wait member',
    'keep star',
    'wait training',
  ]);
  const domainId = (await client.listDomains()).domains[0]!.id;
  await client.inviteUser({ params: { domainId }, body: { name: 'ada@example.com' } });

  // Files are loaded into it.
  const { projects } = await client.listProjects();
  const project = projects.find((it) => it.name === 'Sales')!;
  await running.publish(project.id);
  const data = path.join(running.place.home, 'data');
  await tandem(running.place, 'sample-data', '--stores', '3', '--days', '120', '--out', data);
  const dry = await tandem(running.place, 'load', '--data', data, '--dry-run');
  expect(dry.output).toMatch(/^store_sales\.csv +store_sales$/m);
  expect(dry.output).toMatch(/^truth\.csv +left out$/m);
  expect((await client.listUploads({ params: { projectId: project.id } })).uploads).toEqual([]);
  const loaded = await tandem(running.place, 'load', '--data', data, '--json');
  expect(JSON.parse(loaded.output.slice(loaded.output.indexOf('{\n')))).toMatchObject({
    ...{ state: 'succeeded', kind: 'load' },
    report: { counts: { rejected: 0 } },
  });

  // Stopped while it trains, and applied again: the same training goes on.
  const stopping = new AbortController();
  const stopped = applied(file, stopping.signal, (text) => {
    if (text.includes('training sales')) stopping.abort();
  });
  await expect(stopped).rejects.toThrow();
  const second = await applied(file);
  expect(second.filter((it) => it.change !== 'keep')).toEqual([]);
  const params = { projectId: project.id };
  expect((await client.listTrainingRuns({ params })).trainingRuns).toHaveLength(1);
  expect((await client.listEndpoints({ params })).endpoints).toMatchObject([{ name: 'live', state: 'in-service' }]);

  // Applied once more it does nothing.
  const before = await readExisting(client, namesOf(file));
  await applied(file);
  expect(await readExisting(client, namesOf(file))).toEqual(before);

  expect((await client.listMembers({ params })).members).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'ada@example.com', role: 'contributor', persona: 'ml-engineer' }),
    ]),
  );

  // What is exported is the same again.
  const { file: exported, notes } = fileOfProject(before as WholeProject);
  const again = readProjectFile(written('exported.yaml', projectFileText(exported, notes)));
  expect(planProject(again, before).filter((it) => it.change !== 'keep')).toEqual([]);
  expect(again.star).toEqual(file.star);
  expect(again.members).toEqual(file.members);
  expect(again.endpoints).toEqual(file.endpoints);
});

it('applies by the token of a project what is in it, and asks before it does', { timeout: patienceMs }, async () => {
  const file = path.join(running.place.home, 'exported.yaml');
  const other = written('other.yaml', yaml.replace('preset: fast', 'preset: best'));

  const nothing = await tandem(running.place, 'apply', '-f', file);
  const planned = await tandem(running.place, 'apply', '-f', other, '--dry-run', '--json');
  const unasked = await tandem(running.place, 'apply', '-f', other);

  expect(nothing).toMatchObject({ code: 0, output: expect.stringContaining('Everything that can be done is done.') });
  expect(JSON.parse(planned.output)).toMatchObject({ applied: false });
  expect(JSON.parse(planned.output).steps.filter(isToDo)[0]).toMatchObject({
    noun: 'training',
    differences: [{ at: 'preset', before: '"fast"', after: '"best"' }],
  });
  expect(unasked).toMatchObject({ code: 1, output: expect.stringContaining('Nobody can be asked') });
});
