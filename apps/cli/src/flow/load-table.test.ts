import { expect, it } from 'vitest';
import { loadTable } from './load-table.ts';

it('shows rows that add up, tables with their hashes, and rejects by reason', () => {
  const counts = { read: 1_000, loaded: 900, unchanged: 90, rejected: 10 };

  const text = loadTable({
    counts,
    files: [{ ...counts, name: 'a.csv', source: 'store_sales' }],
    tables: [{ name: 'store_sales', rows: 990, contentHash: 'ab12' }],
    rejects: [{ source: 'store_sales', reason: 'not_a_date', count: 10 }],
    seconds: 1,
  });

  expect(text.split('\n')).toEqual([
    'file   source        read  loaded  unchanged  rejected',
    'a.csv  store_sales  1,000     900         90        10',
    'total               1,000     900         90        10',
    '',
    'table        content hash  rows',
    'store_sales  ab12           990',
    '',
    'rejected     reason      rows',
    'store_sales  not_a_date    10',
    '',
  ]);
});
