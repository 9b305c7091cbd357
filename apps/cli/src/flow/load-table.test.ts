import type { LoadReport } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { loadTable } from './load-table.ts';

const counts = { read: 1_000, loaded: 900, unchanged: 90, rejected: 10 };
const report: LoadReport = {
  counts,
  files: [{ ...counts, name: 'a.csv', source: 'store_sales', uploadId: null, sha256: null, bytes: null }],
  tables: [
    {
      name: 'store_sales',
      ...{ added: 800, changed: 100, unchanged: 90, removed: 0, rejected: 10 },
      ...{ rows: 1_290, contentHash: 'ab12', snapshotKey: null },
    },
  ],
  rejects: [{ source: 'store_sales', reason: 'not_a_date', count: 10 }],
  seconds: 1,
};

it('shows rows that add up, tables with their hashes, and rejects by reason', () => {
  const text = loadTable(report);

  expect(text.split('\n')).toEqual([
    'file   source        read  loaded  unchanged  rejected',
    'a.csv  store_sales  1,000     900         90        10',
    'total               1,000     900         90        10',
    '',
    'table        content hash  added  changed  unchanged  rejected   rows',
    'store_sales  ab12            800      100         90        10  1,290',
    '',
    'rejected     reason      rows',
    'store_sales  not_a_date    10',
    '',
  ]);
});

it('shows of a plan the rows that each table would have, and no hash of what is not written', () => {
  const text = loadTable(report, { isPlan: true });

  expect(text.split('\n').slice(4, 6)).toEqual([
    'would be     added  changed  unchanged  rejected   rows',
    'store_sales    800      100         90        10  2,090',
  ]);
});
