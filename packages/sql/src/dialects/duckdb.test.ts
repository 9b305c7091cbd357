import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { retailSales } from '@tandem/data-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDbSession, openSession } from '../../test/duckdb-session.ts';
import { createStaging, createTables } from '../create-table.ts';
import { dialectNamed } from '../dialect.ts';
import { literal } from '../quote.ts';

const duckdb = dialectNamed('duckdb');
let session: DuckDbSession;
let folder: string;
beforeAll(async () => {
  session = await openSession();
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-sql-'));
});
afterAll(async () => {
  session.close();
  await rm(folder, { recursive: true });
});

describe('DuckDB', () => {
  it('makes the tables of a star, and again without harm', async () => {
    await session.query(...createTables(retailSales, duckdb), ...createTables(retailSales, duckdb));

    const columns = await session.query(
      "select column_name, data_type, is_nullable from duckdb_columns() where schema_name = 'retail_sales' and table_name = 'store_sales'",
    );
    expect(columns).toEqual([
      ['store_id', 'INTEGER', 'false'],
      ['date_key', 'INTEGER', 'false'],
      ['total_sales', 'DECIMAL(18,2)', 'false'],
    ]);
  });

  it('reads records by the order of their fields and skips those that no column names', async () => {
    const file = path.join(folder, 'records.csv');
    await writeFile(file, '2,1.25,"a ""b""\nc",x,7\n4,-3,d,,8\n');
    const columns = [
      { name: 'id', type: { kind: 'smallint' } },
      { name: 'name', type: { kind: 'text', length: 9 } },
      { name: 'amount', type: { kind: 'decimal', precision: 18, scale: 2 } },
    ] as const;
    const table = duckdb.stagingTable('records');

    const rows = await session.query(
      ...createStaging(table, columns, duckdb),
      ...duckdb.copyCsv(table, 3, literal(file), ['amount', 'name', 'note', 'id'], columns),
      `select * from ${table} order by _line`,
    );

    expect(rows).toEqual([
      ['3', '2', '7', 'a "b"\nc', '1.25'],
      ['3', '4', '8', 'd', '-3.00'],
    ]);
  });

  it('keeps a bare decimal from losing cents by always printing its scale', () => {
    expect(duckdb.columnType({ kind: 'decimal', precision: 18, scale: 2 })).toBe('numeric(18, 2)');
  });

  it('hashes rows whatever their order, and tells every change', async () => {
    const hash = async (rows: string) => {
      const [[it] = []] = await session.query(`select ${duckdb.contentHash(['a', 'b'])} from (values ${rows}) t(a, b)`);
      return it;
    };

    expect(await hash("(1, 'x'), (2, 'y')")).toBe(await hash("(2, 'y'), (1, 'x')"));
    const others = ["(1, 'y'), (2, 'x')", "(1, 'x')", "(1, 'x'), (1, 'x'), (2, 'y')", "(1, 'x'), (3, 'y')"];
    const hashes = await Promise.all(["(1, 'x'), (2, 'y')", ...others].map(hash));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes[0]).toMatch(/^2-[0-9a-f]{16}$/);
  });

  it('hashes an empty table', async () => {
    const empty = await session.query(`select ${duckdb.contentHash(['a'])} from (select 1 as a where false) t`);

    expect(empty).toEqual([['0-0000000000000000']]);
  });

  it('gives the year of an ISO week', async () => {
    expect(await session.query(`select ${duckdb.isoYear("date '2029-12-31'")}`)).toEqual([['2030']]);
  });
});

it('knows no other dialect', () => {
  expect(() => dialectNamed('oracle')).toThrow('no SQL for a warehouse of kind oracle');
});
