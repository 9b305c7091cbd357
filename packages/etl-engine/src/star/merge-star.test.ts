import { LoadRejected } from '@tandem/data-model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendar, openStar, type StarFixture, sales } from '../../test/star-fixture.ts';

let star: StarFixture;
beforeEach(async () => {
  star = await openStar();
  await star.load({ c: calendar('2024-01-01', 3) });
});
afterEach(() => star.close());

/** Lets another write come between what a load has compared and what it merges. */
function writeBeforeTheMerge(sql: string): void {
  const merge = star.warehouse.transaction.bind(star.warehouse);
  star.warehouse.transaction = async (statements) => {
    await star.warehouse.run(sql);
    return merge(statements);
  };
}

describe('a merge is rolled back whole', () => {
  it('where the table has got a row of the same key meanwhile', async () => {
    writeBeforeTheMerge(
      'insert into retail_sales.store_sales select 1, date_key, 5 from retail_sales.date_dim order by 1, 2 limit 1',
    );

    const load = star.load({ s: sales('1 2024-01-01 9.50', '1 2024-01-02 9.50') });

    await expect(load).rejects.toThrow(LoadRejected);
    await expect(load).rejects.toThrow(/store_sales has 1 of the rows to add already; another load/);
    expect(await star.rows('store_dim')).toEqual([]);
    expect((await star.rows('store_sales')).map((it) => it[2])).toEqual([5]);
  });

  it('where the table has got another row meanwhile', async () => {
    writeBeforeTheMerge(
      'insert into retail_sales.store_sales select 7, date_key, 5 from retail_sales.date_dim order by 1, 2 limit 1',
    );

    const load = star.load({ s: sales('1 2024-01-01 9.50') });

    await expect(load).rejects.toThrow(/store_sales would not have the 1 rows that this load counted/);
    expect(await star.rows('store_dim')).toEqual([]);
  });

  it('where the dimension has lost a row that a fact needs', async () => {
    writeBeforeTheMerge('delete from retail_sales.date_dim');

    const load = star.load({ s: sales('1 2024-01-01 9.50') });

    await expect(load).rejects.toThrow(/1 rows of store_sales would have a date_key that is not in date_dim/);
    expect(await star.rows('store_sales')).toEqual([]);
  });
});
