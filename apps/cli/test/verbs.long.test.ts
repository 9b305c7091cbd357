import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Client } from '@tandem/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended } from '../src/flow/jobs.ts';
import { knownItem } from '../src/flow/known-item.ts';
import { prepareProject } from '../src/flow/main-job.ts';
import { openProgress } from '../src/terminal/progress.ts';
import { type InProcess, startInProcess } from './installation-in-process.ts';
import { main, run, tandem } from './running-installation.ts';

const patienceMs = 180_000;
const { signal } = new AbortController();

let running: InProcess;
let client: Client;
let projectId: string;

beforeAll(async () => {
  running = await startInProcess();
  client = running.client;
  const project = await prepareProject({ client, view: openProgress({ write: () => undefined }), signal });
  projectId = project.id;
  await running.publish(projectId);
}, patienceMs);
afterAll(() => running?.end(), patienceMs);

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
const meters = ['M-01', 'M-02', 'M-03', 'M-04'];
const weekly = [10, 11, 12, 11, 10, 4, 3];
const of = (days: number, row: (meter: string, m: number, n: number) => string) =>
  meters.flatMap((meter, m) => Array.from({ length: days }, (_, n) => row(meter, m, n)));
const lines = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;

it(
  'goes from files of another domain to their forecast, by a star that is proposed from them',
  async () => {
    const data = path.join(running.place.home, 'energy');
    mkdirSync(data);
    const files = {
      'meters.csv': lines(
        'meter_id,site,kind',
        meters.map((it, m) => `${it},Site ${m},${m % 2 ? 'heat' : 'power'}`),
      ),
      'readings.csv': lines(
        'Meter ID,Read on,kWh',
        of(120, (meter, m, n) => `${meter},${day(n)},${((m + 1) * weekly[n % 7]! + (n % 5) / 10).toFixed(2)}`),
      ),
      'shifts.csv': lines(
        'meter_id,on_day,second_shift',
        of(134, (meter, m, n) => `${meter},${day(n)},${(n + m) % 3 ? 0 : 1}`),
      ),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(data, name), text);
    const star = path.join(running.place.home, 'star.json');

    const proposed = await tandem(
      running.place,
      'star',
      'propose',
      ...Object.keys(files).map((it) => path.join(data, it)),
      '--out',
      star,
    );
    expect(proposed).toMatchObject({ code: 0, output: expect.stringContaining('4 of 4 values are there') });
    expect(JSON.parse(readFileSync(star, 'utf8')).training).toMatchObject({
      fact: 'readings',
      target: 'kwh',
      item: 'meter_id',
      known: [{ fact: 'shifts', columns: ['second_shift'], fill: 0 }],
      statics: ['site', 'kind'],
    });

    const set = await tandem(running.place, 'star', 'set', star);
    expect(set).toMatchObject({ code: 0, output: expect.stringContaining('kwh of readings is forecast by meter_id') });
    const load = await tandem(running.place, 'load', '--data', data);
    expect(load).toMatchObject({ code: 0, output: expect.stringMatching(/total +1,020 +1,020 +0 +0/) });
    const { tables } = await client.listTables({ params: { projectId } });
    expect(tables.map((it) => [it.name, it.rows])).toEqual([
      ['meter_dim', 4],
      ['readings', 480],
      ['shifts', 536],
    ]);
    expect(await knownItem(client, projectId)).toBe('M-01');

    const params = { projectId };
    const run = await client.createTrainingRun({
      params,
      body: { name: 'energy', job: { preset: 'fast', forecastHorizon: 7 } },
    });
    const note = () => undefined;
    const byRun = { params: { projectId, trainingRunId: run.id } };
    const trained = await ended('Training', () => client.getTrainingRun(byRun), note, signal);
    expect(trained.job.timeSeriesConfig.targetAttributeName).toBe('kwh');
    expect(trained.report).toMatchObject({ items: 4, rows: 480 });
    const model = await client.createModel({ params, body: { name: 'energy', trainingRunId: run.id } });
    const { id } = await client.createBatchForecast({ params, body: { modelId: model.id, horizon: 7 } });
    const ask = () => client.getBatchForecast({ params: { projectId, batchForecastId: id } });
    const forecast = await ended('The batch forecast', ask, note, signal);
    expect(forecast).toMatchObject({ items: 4, rows: 28, cutoff: day(119) });
    const chart = await client.getForecastChart({
      params: { projectId, batchForecastId: id, itemId: 'M-02' },
      query: {},
    });
    const { p50 } = chart.forecast.quantiles;
    const truth = Array.from({ length: 7 }, (_, h) => 2 * weekly[(120 + h) % 7]!);
    for (const [h, it] of p50!.entries()) expect(Math.abs(it! - truth[h]!)).toBeLessThan(3);
  },
  patienceMs,
);

it('keeps the star that has rows, and says what to do', async () => {
  const retail = path.join(running.place.home, 'other.json');
  const star = await client.getStar({ params: { projectId } });
  writeFileSync(retail, JSON.stringify({ ...star, name: 'other' }));

  const { code, output } = await tandem(running.place, 'star', 'set', retail);

  expect(code).toBe(1);
  expect(output).toContain('cannot change while its tables have rows: meter_dim has 4');
  expect(output).toContain('Make a project of its own');
});

/** From now on, verbs work on a project that nothing was done to. */
async function useFreshProject(): Promise<void> {
  const [{ domainId, profileId } = { domainId: '', profileId: '' }] = (await client.listProjects()).projects;
  const body = { domainId, profileId, name: 'Steps', catalogName: 'steps-catalog' };
  const { id } = await client.createProject({ body });
  while ((await client.getProject({ params: { projectId: id } })).state === 'provisioning') await sleep(50);
  await running.publish(id);
}

describe('the seven steps of a data engineer, as docs/data-engineer.sh has them,', () => {
  let output: string;
  beforeAll(async () => {
    await useFreshProject();
    const script = fileURLToPath(new URL('../../../docs/data-engineer.sh', import.meta.url));
    const ended = await run({ ...running.place.env, TANDEM: `${process.execPath} ${main}` }, 'sh', script);
    expect(ended).toMatchObject({ code: 0 });
    output = ended.output;
  }, 2 * patienceMs);

  const step = (n: number) => output.split(/^# Step /m)[n] ?? '';
  const numbers = (pattern: RegExp, text: string) =>
    pattern
      .exec(text)!
      .slice(1)
      .map((it) => Number(it.replaceAll(',', '')));
  const rowOf = (name: string, text: string) =>
    numbers(new RegExp(`^${name} .*? {2,}([\\d,]+) +([\\d,]+) +([\\d,]+) +([\\d,]+)$`, 'm'), text);

  it('are seven, in an active project', () => {
    expect(output.match(/^# Step \d/gm)).toHaveLength(7);
    expect(step(1)).toContain('Steps, active, catalog steps-catalog');
    expect(step(2)).toMatch(/^ {2}date_key +store_sales\.sales_date +looked up in date_dim$/m);
    expect(step(3)).toContain('The star is retail_sales: 2 dimensions, 2 facts');
    expect(step(4)).toMatch(/store_promotions\.csv +store_promotions /);
  });

  it.each(['store_sales', 'store_promotions', 'date_dim'])(
    'refuse of %s what its generator made bad, and nothing else',
    (name) => {
      const [rows] = numbers(new RegExp(`^${name}\\.csv: ([\\d,]+) rows`, 'm'), output);
      const [bad] = numbers(new RegExp(`^bad rows in ${name}\\.csv: ([\\d,]+)$`, 'm'), output);

      const [plan, load] = step(5)
        .split(/^table /m)
        .map((it) => it);
      const [read, loaded, unchanged, rejected] = rowOf(`${name}\\.csv`, plan!);

      expect(bad).toBeGreaterThan(20);
      expect([read, rejected]).toEqual([rows, bad]);
      expect(read).toBe(loaded! + unchanged! + rejected!);
      expect(plan!.match(new RegExp(`^${name}\\.csv .*$`, 'gm'))).toHaveLength(2);
      expect(load).toMatch(new RegExp(`-${name}\\.csv: ${bad} records$`, 'm'));
      expect(step(6)).toMatch(new RegExp(`^${name} +\\w+ +${loaded!.toLocaleString('en-US')}$`, 'm'));
    },
  );

  it('join all four tables, and keep the days of sales without a promotion', () => {
    const joined = /^store_id +store_name +sales_date +total_sales +promo +school_holiday$/m;
    const rows = step(7).match(/^ +1 {2}\S.* 20\d\d-\d\d-\d\d +\d+\.?\d* +[01] +[01]$/gm);

    expect(step(7)).toMatch(joined);
    expect(rows).toHaveLength(10);
  });
});
