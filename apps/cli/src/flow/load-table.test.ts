import type { LoadReport } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { comparisonTable, loadTable, originLine, rejectLines } from './load-table.ts';

const counts = { read: 1_000, loaded: 900, unchanged: 90, rejected: 10 };
const aboutLoad = { on: 'store_sales', found: 9, detail: '9 days old.' };
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
  checks: [
    { ...aboutLoad, name: 'reject_share', severity: 'critical', passed: true },
    { ...aboutLoad, name: 'freshness', severity: 'warning', passed: false },
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
    'check      severity  of           found',
    'freshness  warning   store_sales  9 days old.',
    '1 of 2 checks passed.',
    '',
  ]);
});

it('shows how many rows were removed where any was', () => {
  const text = loadTable({ ...report, tables: report.tables.map((it) => ({ ...it, removed: 7 })) });

  expect(text.split('\n').slice(4, 6)).toEqual([
    'table        content hash  added  changed  removed  unchanged  rejected   rows',
    'store_sales  ab12            800      100        7         90        10  1,290',
  ]);
});

it('shows of a plan the rows that each table would have, and no hash of what is not written', () => {
  const text = loadTable(report, { isPlan: true });

  expect(text.split('\n').slice(4, 6)).toEqual([
    'would be     added  changed  unchanged  rejected   rows',
    'store_sales    800      100         90        10  2,090',
  ]);
});

it('shows what differs between two loads, each row as it was and as it is', () => {
  const text = comparisonTable([
    { name: 'date_dim', added: 0, changed: 0, removed: 0, columns: ['date_key'], rows: [] },
    {
      name: 'store_sales',
      ...{ added: 1, changed: 1, removed: 0 },
      columns: ['store_id', 'total_sales'],
      rows: [
        { change: 'changed', before: [1, 10], after: [1, 11.5] },
        { change: 'added', before: null, after: [2, 7] },
      ],
    },
  ]);

  expect(text.split('\n')).toEqual([
    'table        added  changed  removed',
    'date_dim         0        0        0',
    'store_sales      1        1        0',
    '',
    'store_sales:  store_id  total_sales',
    '-             1         10',
    '+             1         11.5',
    '+             2         7',
    '',
  ]);
});

it('names the file and line that wrote a row, or says that nobody knows', () => {
  const row = { table: 'store_sales', columns: ['store_id', 'date_key', 'total_sales'], row: [1, 6115, 10.5] };
  const written = { loadId: 'lod_1', file: 'sales.csv', line: 12, uploadId: null, sha256: null };

  expect(originLine({ ...row, written })).toBe('sales.csv:12 wrote store_sales 1, 6115, 10.5 (load lod_1)\n');
  expect(originLine({ ...row, written: null })).toContain('kept no record of its lines');
});

it('lists refused records with the place, the reason and the mend of each, and spells out what would steer a terminal', () => {
  const reject = {
    file: 's\u001b[2J.csv',
    line: 3,
    column: 'total_sales',
    value: '1,00\u0007',
    reason: 'not_a_number',
  };

  const text = rejectLines([{ ...reject, mend: 'Write a point.' }], { offset: 20, total: 1_234 });

  expect(text).toBe('s\\u001b[2J.csv:3 total_sales "1,00\\u0007": not_a_number. Write a point.\n21 to 21 of 1,234\n');
  expect(rejectLines([], { offset: 0, total: 0 })).toBe('None of 0\n');
});
