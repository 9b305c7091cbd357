import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDay, parseFrequency, type Star, StarDefinition } from '@tandem/data-model';
import { expect, it } from 'vitest';
import { buildFrame, starFrame } from '../src/index.ts';
import { readRows } from '../src/star/read-rows.ts';
import { openStar } from './star-fixture.ts';

/** The examples of the page on stars, as its readers would copy them. */
const page = readFileSync(path.join(import.meta.dirname, '../../../docs/your-star.md'), 'utf8');
const example = (fence: string) => new RegExp(`^\`\`\`${fence}\\n([^]*?)^\`\`\``, 'm').exec(page)?.[1] ?? '';
const energy = (): Star => StarDefinition.parse(JSON.parse(example('json star')));
const files = { 'meters.csv': example('csv meters'), 'readings.csv': example('csv readings') };

it('loads the example of the documentation, and refuses the row that the page says', async () => {
  const star = await openStar(energy());

  const { report, rejects } = await star.load(files, { maxRejectShare: 0.5 });

  expect(report.counts).toEqual({ read: 6, loaded: 5, unchanged: 0, rejected: 1 });
  expect(rejects).toMatchObject([{ file: 'readings.csv', line: 5, column: 'meter_id', reason: 'unknown_reference' }]);
  expect(await star.rows('readings')).toEqual([
    ['M-01', '2026-01-01', 12.5],
    ['M-01', '2026-01-02', 13.25],
    ['M-02', '2026-01-01', 7],
  ]);
  await star.close();
});

it('makes a frame of a fact that keeps its day itself', async () => {
  const definition = energy();
  const star = await openStar(definition);
  await star.load(files, { maxRejectShare: 0.5 });

  const { frame } = await buildFrame(star.warehouse, starFrame(definition, parseFrequency('D')));

  expect(frame.items).toEqual(['M-01', 'M-02']);
  expect([...frame.target]).toEqual([12.5, 13.25, 7, Number.NaN]);
  expect(frame.statics.map((it) => it.name)).toEqual(['site', 'kind']);
  await star.close();
});

it('keeps the latest record of an item that each reading describes, without a calendar', async () => {
  const definition = energy();
  const text = (name: string, length: number) => ({ name, type: { kind: 'text', length } as const });
  const [, readings] = definition.sources;
  readings!.columns.push(text('site', 50), text('kind', 20));
  readings!.feeds.unshift({ ...definition.sources[0]!.feeds[0]!, latestBy: 'day' });
  definition.sources.shift();
  const star = await openStar(StarDefinition.parse(definition));
  const header = 'meter_id,day,kwh,site,kind\n';

  await star.load({ 'a.csv': `${header}M-01,2026-01-01,1,Harbour,heat\nM-01,2026-01-03,1,Quay,heat\n` });
  await star.load({ 'older.csv': `${header}M-01,2026-01-02,1,Bridge,heat\n` });

  expect(await star.rows('meter_dim')).toEqual([['M-01', 'Quay', 'heat']]);
  await star.load({ 'newer.csv': `${header}M-01,2026-01-04,1,Bridge,heat\n` });
  expect(await star.rows('meter_dim')).toEqual([['M-01', 'Bridge', 'heat']]);
  await star.close();
});

it('finds by the query of the documentation what was true on the day of each fact', async () => {
  const definition = energy();
  definition.dimensions[0]!.columns[1]!.history = 'type 2';
  const star = await openStar(definition);
  await star.load(files, { maxRejectShare: 0.5, today: parseDay('2026-01-01') });

  await star.load({ 'meters.csv': 'meter_id,site,kind\nM-01,Quay,heat\n' }, { today: parseDay('2026-01-02') });

  const query = `select meter_id, cast(day as varchar) as day, site from (${example('sql as of')}) q order by 1, 2`;
  expect(await readRows(star.warehouse, query)).toEqual([
    ['M-01', '2026-01-01', 'Harbour'],
    ['M-01', '2026-01-02', 'Quay'],
    ['M-02', '2026-01-01', 'Station'],
  ]);
  await star.close();
});
