import { type Fact, retailSales, tablesOf } from '@tandem/data-model';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../test/duckdb-session.ts';
import { createTables } from '../create-table.ts';
import { dialectNamed } from '../dialect.ts';

const redshift = dialectNamed('redshift');

describe('Redshift', () => {
  it('copies dimensions to every node, and spreads facts by store', () => {
    const [, dates, , sales] = createTables(retailSales, redshift);

    expect(dates).toMatch(/\) diststyle all compound sortkey \("date_key"\)$/);
    expect(sales).toBe(
      'create table if not exists "retail_sales"."store_sales" ("store_id" integer not null, "date_key" integer not null, ' +
        '"total_sales" numeric(18, 2) not null) diststyle key distkey ("store_id") compound sortkey ("store_id", "date_key")',
    );
  });

  it('gives texts four bytes for each character, up to the most that it holds', () => {
    expect(redshift.columnType({ kind: 'text', length: 50 })).toBe('varchar(200)');
    expect(redshift.columnType({ kind: 'text', length: 40_000 })).toBe('varchar(65535)');
  });

  it('leaves a table without sort columns unsorted', () => {
    const sales = tablesOf(retailSales).find((it) => it.name === 'store_sales') as Fact;
    const ofHints = (distribution: 'all' | 'auto' | 'even') =>
      redshift.tableAttributes({ ...sales, physical: { redshift: { distribution, sortKey: [] } } });

    expect([ofHints('all'), ofHints('even'), ofHints('auto')]).toEqual([
      ' diststyle all',
      ' diststyle even',
      ' diststyle auto',
    ]);
  });

  it('compresses a column as its table asks', () => {
    const facts = retailSales.facts.map((it) => ({
      ...it,
      physical: { redshift: { ...it.physical.redshift, encoding: { total_sales: 'az64' as const } } },
    }));

    const sales = createTables({ ...retailSales, facts }, redshift).find((it) => it.includes('"store_sales"'));

    expect(sales).toContain('"total_sales" numeric(18, 2) encode az64 not null)');
  });

  it('gives the year of an ISO week in words that DuckDB reads too', async () => {
    const session = await openSession();
    const years = ['2029-12-31', '2010-01-03', '2024-06-01'].map((it) => redshift.isoYear(`timestamp '${it}'`));

    expect(await session.query(`select ${years.join(', ')}`)).toEqual([['2030', '2009', '2024']]);
    session.close();
  });
});
