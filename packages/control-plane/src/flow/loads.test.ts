import { columnsInWords, retailSales, type Star, tablesOf } from '@tandem/data-model';
import type { Load, Project } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import type { Deps } from '../deps.ts';
import { createLoad, isOfOtherStar, refusedRecords, requireSnapshot } from './loads.ts';

const tables = tablesOf(retailSales).map((table) => ({
  name: table.name,
  rows: 1,
  contentHash: '1',
  columns: columnsInWords(table),
}));
const loaded = { id: 'lod_1', kind: 'load', state: 'succeeded', report: { tables } } as unknown as Load;
const changed = (change: (star: Star) => void) => {
  const star = structuredClone(retailSales);
  change(star);
  return star;
};

it('gives the snapshot of a load, also where the star says other things of the same tables', () => {
  const star = changed((it) => {
    it.checks = [];
    it.training.frequency = 'W';
    it.facts[0]!.description = 'By day.';
  });

  expect(requireSnapshot(loaded, star)).toEqual({ id: 'lod_1', tables });
});

it.each([
  [
    'a column is of another type',
    (it: Star) => (it.facts[0]!.columns[2]!.type = { kind: 'integer' }),
    'store_sales is',
  ],
  ['an attribute keeps its past', (it: Star) => (it.dimensions[1]!.columns[3]!.history = 'type 2'), 'store_dim is'],
  ['a row is told by another key', (it: Star) => (it.facts[1]!.grain = ['store_id']), 'store_promotions is'],
  ['a table has another name', (it: Star) => (it.facts[1]!.name = 'promos'), 'promos, store_promotions are'],
])('refuses it where %s now', (_, change, which) => {
  expect(() => requireSnapshot(loaded, changed(change))).toThrow(
    `The load lod_1 wrote the tables of another star than retail_sales is now: ${which} not the same.`,
  );
});

it('takes a load that has reported nothing for one of this star', () => {
  const other = changed((it) => (it.facts[1]!.name = 'promos'));

  expect([isOfOtherStar(loaded, other), isOfOtherStar(loaded, retailSales)]).toEqual([true, false]);
  expect(isOfOtherStar({ report: null }, other)).toBe(false);
});

it('refuses what wrote nothing', () => {
  const failed = { ...loaded, state: 'failed' } as Load;

  expect(() => requireSnapshot(failed, retailSales)).toThrow('The load lod_1 has no snapshot: its state is "failed".');
});

it.each([
  ['of its sources', changed((it) => it.sources.pop()), 'store_promotions'],
  ['that its files are', retailSales, null],
])('writes no records as files of a star that has none %s', async (_, star, source) => {
  const file = { name: 'a.csv', source: 'store_promotions' };
  const report = { files: [file], rejects: [], counts: { rejected: 0 } };
  const load = { ...loaded, uploadIds: ['upl_1'], report } as unknown as Load;
  const control = {
    stars: { get: async () => star },
    uploads: { get: async () => ({ ...file, source }) },
    loads: { rejects: async () => ({ rejects: [], total: 0 }) },
  } as unknown as Parameters<typeof refusedRecords>[0]['control'];

  await expect(refusedRecords({ control }, load)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('The load lod_1 read files of another star than retail_sales is now'),
  });
});

it('takes no more files than a load may have, whoever asks', async () => {
  const project = { id: 'prj_1', state: 'active' } as unknown as Project;
  const asked = { uploadIds: Array.from({ length: 21 }, (_, n) => `upl_${n}`), maxRejectShare: 0 };

  await expect(createLoad({} as unknown as Deps, project, asked)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: 'A load has at most 20 files, not 21.',
    faults: [{ at: 'body.uploadIds', expected: 'at most 20 ids', got: '21 ids' }],
  });
});
