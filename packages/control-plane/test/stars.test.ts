import { NotFound, retailSales, type Star, UnreadableFile, UnrecognisedFile } from '@tandem/data-model';
import { StarTrainingJob } from '@tandem/data-model/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import * as plane from '../src/index.ts';
import {
  administrator,
  control,
  deps,
  objects,
  project,
  queued,
  upload,
  useControlPlane,
} from './use-control-plane.ts';

useControlPlane();

const shops: Star = { ...retailSales, name: 'shops' };
const energy: Star = {
  ...retailSales,
  name: 'energy',
  training: {
    ...retailSales.training,
    target: 'kwh',
    item: 'meter_id',
    as: 'day',
    frequency: 'W',
    known: [],
    statics: [],
  },
};
let filled: { name: string; rows: number }[];
let replaced: [string, string][];
let failures: Error[];
beforeEach(() => {
  failures = [];
  filled = [];
  replaced = [];
});

const set = (star: Star) =>
  plane.setStar(
    {
      control,
      recognise: async (to, _, key) => {
        const failure = failures.pop();
        if (failure) throw failure;
        return (await objects.get(key)).toString().startsWith(to.name) ? `a file of ${to.name}` : null;
      },
      replaceTables: async (from, to) => {
        if (filled.length === 0) replaced.push([from.name, to.name]);
        return filled;
      },
    },
    project,
    star,
    administrator,
  );

const queuedLoad = () =>
  control.loads.create({
    projectId: project.id,
    kind: 'load',
    revertsTo: null,
    uploadIds: [],
    maxRejectShare: 0,
    ...queued,
    report: null,
  });

describe('the star of a project', () => {
  it('is that of retail sales until it gets another, in place of whose tables those of the new one are made', async () => {
    expect(await plane.starOf(deps, project.id)).toEqual(retailSales);

    await set(shops);

    expect(await plane.starOf(deps, project.id)).toEqual(shops);
    expect(replaced).toEqual([['retail_sales', 'shops']]);
  });

  it('stays while its tables have rows', async () => {
    filled = [{ name: 'store_dim', rows: 3 }];

    await expect(set(shops)).rejects.toThrow(/cannot change while its tables have rows: store_dim has 3\./);
    expect(await plane.starOf(deps, project.id)).toEqual(retailSales);
  });

  it('may be set to what it is, whatever its tables hold', async () => {
    filled = [{ name: 'store_dim', rows: 3 }];

    expect(await set(structuredClone(retailSales))).toEqual(retailSales);
    expect(replaced).toEqual([]);
  });

  it('may differ in checks, training and descriptions while its tables have rows', async () => {
    filled = [{ name: 'store_dim', rows: 3 }];
    const facts = retailSales.facts.map((it) => ({ ...it, description: 'By day.' }));
    const training = { ...retailSales.training, frequency: 'W' };
    const other = { ...retailSales, facts, training, checks: [] };

    await set(other);

    expect(await plane.starOf(deps, project.id)).toEqual(other);
    expect(replaced).toEqual([]);
  });

  it('stays while its tables have rows and the other lays them out otherwise', async () => {
    filled = [{ name: 'store_dim', rows: 3 }];
    const [calendar, ...others] = retailSales.dimensions;
    const physical = { redshift: { ...calendar!.physical.redshift, distribution: 'even' as const } };

    await expect(set({ ...retailSales, dimensions: [{ ...calendar!, physical }, ...others] })).rejects.toThrow(
      /cannot change while its tables have rows/,
    );
  });

  it('stays while a load has not ended', async () => {
    const { id } = await queuedLoad();

    await expect(set(shops)).rejects.toThrow(`while files are loaded into it: ${id}`);
    await control.loads.update(id, { state: 'failed' });
    await set(shops);
  });

  it('takes back listings of tables that the other star lacks, or has with other columns', async () => {
    for (const name of ['store_sales', 'store_dim', 'date_dim']) {
      await plane.publishEntry(deps, project, `table:${name}`, {});
    }
    const dimensions = retailSales.dimensions.flatMap((it) => {
      if (it.name === 'date_dim') return [];
      if (it.name !== 'store_dim') return [it];
      return [{ ...it, columns: it.columns.map((column) => ({ ...column, description: 'Said otherwise' })) }];
    });
    const facts = retailSales.facts.map((it) => ({ ...it, columns: it.columns.slice(0, -1) }));

    await set({ ...retailSales, dimensions, facts });

    const listed = await control.sharing.listings({ projectId: project.id });
    expect(listed.map((it) => it.entry)).toEqual(['table:store_dim']);
  });

  it('decides anew what the uploads are', async () => {
    const ours = await upload('shops,1\n');
    const theirs = await upload('others,1\n');

    await set(shops);

    const sources = new Map((await control.uploads.list(project.id)).map((it) => [it.id, it.source]));
    expect([sources.get(ours.id), sources.get(theirs.id)]).toEqual(['a file of shops', null]);
  });

  it('makes uploads that cannot be recognised files of no source, and goes on to the others', async () => {
    for (let k = 0; k < 4; k++) await upload('shops,1\n');
    failures = [
      new UnreadableFile('It is locked.', 'Unlock it.'),
      new UnrecognisedFile('It holds two tables.', 'Split it.'),
      new NotFound('object', 'u'),
    ];

    await set(shops);

    const sources = (await control.uploads.list(project.id)).map((it) => it.source);
    expect(sources.filter((it) => it === null)).toHaveLength(3);
    expect(sources).toContain('a file of shops');
  });

  it('does not hide a fault of another kind', async () => {
    await upload('shops,1\n');
    failures = [new TypeError('a bug')];

    await expect(set(shops)).rejects.toThrow('a bug');
  });
});

describe('training on the star of a project', () => {
  beforeEach(async () => {
    await control.stars.set(project.id, energy);
    const { id } = await queuedLoad();
    await control.loads.update(id, { state: 'succeeded' });
  });

  const train = (job: object) =>
    plane.createTrainingRun(deps, project, { name: 'run', job: StarTrainingJob.parse(job) });

  it('takes names and frequency from the star where the job says nothing', async () => {
    const { job } = await train({ preset: 'fast' });

    expect(job).toMatchObject({
      forecastFrequency: 'W',
      timeSeriesConfig: {
        targetAttributeName: 'kwh',
        timestampAttributeName: 'day',
        itemIdentifierAttributeName: 'meter_id',
        groupingAttributeNames: [],
      },
    });
  });

  it('refuses a job that says otherwise', async () => {
    await expect(train({ timeSeriesConfig: { targetAttributeName: 'total_sales' } })).rejects.toThrow(
      'The star is trained with kwh as timeSeriesConfig.targetAttributeName, not total_sales.',
    );
    await expect(train({ forecastFrequency: 'D' })).rejects.toThrow('with W as forecastFrequency, not D');
  });
});
