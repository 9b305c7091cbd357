import { describe, expect, it } from 'vitest';
import { checkFaults } from './check-faults.ts';
import { retailSales } from './retail-sales.ts';
import type { StarCheck } from './star-check.ts';
import { starFaults } from './star-definition.ts';

const faultsOf = (...checks: StarCheck[]) =>
  checkFaults({ ...retailSales, checks }).map((it) => `${it.path.join('.')}: ${it.expected}; got ${it.got}`);
const severity = 'warning';
const range = { kind: 'range', severity, table: 'store_sales', column: 'total_sales' } as const;
const drift = { kind: 'row_count_drift', severity, factor: 2, leastLoads: 3 } as const;

describe('the checks that a star declares', () => {
  it('fit where the star has what they ask about', () => {
    const faults = faultsOf(
      { ...range, min: 0 },
      { ...range, min: 1, max: 1 },
      { ...drift, source: 'store_sales' },
      { kind: 'calendar_gaps', severity, table: 'date_dim' },
      { kind: 'freshness', severity, table: 'store_sales', maxAgeDays: 1 },
    );

    expect(faults).toEqual([]);
  });

  it.each<[string, StarCheck, string]>([
    [
      'a table that the star lacks',
      { ...range, table: 'sales', min: 0 },
      'checks.0.table: one of the tables: date_dim, store_dim, store_sales, store_promotions; got sales',
    ],
    [
      'a range of a column that the table lacks',
      { ...range, column: 'turnover', max: 1 },
      'checks.0.column: one of the numbers of store_sales: store_id, date_key, total_sales; got turnover',
    ],
    [
      'a range of text',
      { ...range, table: 'store_dim', column: 'city', max: 1 },
      'checks.0.column: one of the numbers of store_dim: store_id; got city, which is text(',
    ],
    ['a range without bounds', range, 'checks.0: min, max or both; got neither'],
    ['a range without a number in it', { ...range, min: 2, max: 1 }, 'checks.0.min: at most max, 1; got 2'],
    [
      'a drift of a source that the star lacks',
      { ...drift, source: 'meters' },
      'checks.0.source: one of the sources: date_dim, store_sales, store_promotions; got meters',
    ],
    [
      'gaps in a table without days',
      { kind: 'calendar_gaps', severity, table: 'store_dim' },
      'checks.0.table: a table with a date, or a reference to a dimension whose alternateKey is one; got store_dim',
    ],
    [
      'the age of a table without days',
      { kind: 'freshness', severity, table: 'store_dim', maxAgeDays: 1 },
      'checks.0.table: a table with a date, or a reference to a dimension whose alternateKey is one; got store_dim',
    ],
  ])('do not fit with %s', (_, check, fault) => expect(faultsOf(check)[0]).toContain(fault));

  it('are faults of the star', () => {
    expect(starFaults({ ...retailSales, checks: [range] })).toHaveLength(1);
  });
});
