import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedFunctions, allowedTableFunctions, refusedFunctions } from './allowed-functions.ts';
import { refusalOf } from './query-gate.ts';

let engine: DuckDBConnection;
beforeAll(async () => {
  engine = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => engine.closeSync());

const readable = {
  schema: 'retail_sales',
  tables: ['store_dim', 'store_sales'],
  shared: [{ schema: 'north-catalog', tables: ['store_sales', 'targets'] }],
};

async function refusal(sql: string) {
  const rows = await engine.runAndReadAll('select json_serialize_sql($1::varchar)', [sql]);
  const tree = JSON.parse(String(rows.getRows()[0]![0]));
  if (tree.error) throw new Error(`${sql}: ${tree.error_message}`);
  return refusalOf(tree.statements, readable);
}

describe('what people ask passes', () => {
  it.each([
    'select * from store_sales',
    'from Retail_Sales.Store_Sales select count(*)',
    'select store_id, sum(total_sales)::double as s from store_sales group by all having s > 1 order by 2 desc limit 3',
    'select a.*, row_number() over (partition by store_id order by date_key) from store_sales a join store_dim using (store_id)',
    'with x as (select 1 as n), y as (select n from x) select * from y, x',
    'with recursive r as (select 1 as n union all select n + 1 from r where n < 9) select * from r',
    'with recursive r as (select 1 as n union all (with s as (from r) select n + 1 from s where n < 9)) select * from r',
    'with recursive r(n, m) using key (n) as (select 1, 1 union select n, m + 1 from r where m < 3) select * from r',
    'with x as materialized (select 1) select * from x',
    "select case when city like 'K%' then upper(city) else coalesce(city, '-') end from store_dim",
    'select (select max(total_sales) from store_sales s where s.store_id = d.store_id) from store_dim d',
    'pivot store_sales on store_id in (1, 2) using sum(total_sales)',
    'unpivot store_dim on city, state',
    "select list_transform([1, 2], lambda v: v + 1), {'a': 1}.a, [x for x in [1, 2] if x > 1]",
    "select date_trunc('month', date '2026-01-15'), extract(year from date '2026-01-15'), date '2026-01-15' + interval 1 day",
    'select * from range(3) t(i), unnest([1, 2]) u(j)',
    'select unnest([1, 2]), columns(*) from store_dim',
    'select * from store_sales join "north-catalog".targets using (store_id)',
    'from "North-Catalog".Store_Sales',
    'show tables',
    'describe store_sales',
    'summarize select * from store_sales',
    'select table_name from information_schema.tables',
    'values (1, 2)',
    'select 1 union all select 2 except select 3',
    'select quantile_cont(total_sales, 0.5) filter (where store_id = 1) from store_sales tablesample 10%',
    "select 'a' in ('a', 'b'), 1 between 0 and 2, not true, 5!, -3, 7 // 2, 2 ** 3",
  ])('%s', async (sql) => {
    expect(await refusal(sql)).toBeNull();
  });
});

describe('what would reach further is refused', () => {
  it.each([
    ["from read_csv('/etc/passwd')", 'read_csv'],
    ['from "north-catalog".store_dim', 'store_dim'],
    ['from targets', 'targets'],
    ['from "south-catalog".targets', 'targets'],
    ["from glob('*')", 'glob'],
    ["from '/etc/passwd'", '/etc/passwd'],
    ["from 'https://example.com/x.parquet'", 'https://example.com/x.parquet'],
    ["from query('select 1')", 'query'],
    ["from query_table('store_sales')", 'query_table'],
    ["select * from json_execute_serialized_sql('{}')", 'json_execute_serialized_sql'],
    ["select * from enable_logging('QueryLog')", 'enable_logging'],
    ["select * from enable_logging(storage='file', storage_path='/tmp/x')", 'enable_logging'],
    ['from disable_logging()', 'disable_logging'],
    ['from truncate_duckdb_logs()', 'truncate_duckdb_logs'],
    ['select message from duckdb_logs', 'duckdb_logs'],
    ['from duckdb_logs()', 'duckdb_logs'],
    ['from duckdb_settings()', 'duckdb_settings'],
    ['from duckdb_settings', 'duckdb_settings'],
    ['from duckdb_databases()', 'duckdb_databases'],
    ['from duckdb_secrets()', 'duckdb_secrets'],
    ['from pg_catalog.pg_tables', 'pg_tables'],
    ['from system.main.duckdb_views', 'duckdb_views'],
    ['from information_schema.schemata', 'schemata'],
    ['from sqlite_master', 'sqlite_master'],
    ['from pragma_database_size()', 'pragma_database_size'],
    ['select pg_sleep(1)', 'pg_sleep'],
    ['select main.pg_sleep(1)', 'pg_sleep'],
    ['select PG_SLEEP(1)', 'pg_sleep'],
    ['select (1).pg_sleep()', 'pg_sleep'],
    ['select sleep_ms(1)', 'sleep_ms'],
    ["select write_log('x')", 'write_log'],
    ["select current_setting('temp_directory')", 'current_setting'],
    ["select getenv('HOME')", 'getenv'],
    ['select list_transform([1], lambda x: pg_sleep(x))', 'pg_sleep'],
    ['select sum(sleep_ms(1)) over (order by sleep_ms(2)) from store_sales', 'sleep_ms'],
    ['select * from store_sales where exists (from duckdb_settings())', 'duckdb_settings'],
    ['with x as (from duckdb_settings()) select 1', 'duckdb_settings'],
    ['select 1 from store_sales order by pg_sleep(1)', 'pg_sleep'],
    ['select 1 from range((select count(*) from duckdb_settings()))', 'duckdb_settings'],
    ['select 1 limit (select count(*) from duckdb_tables())', 'duckdb_tables'],
    ['show databases', 'SHOW'],
    ['summarize select pg_sleep(1)', 'pg_sleep'],
    ['from other_schema.store_sales', 'store_sales'],
    ['from memory.retail_sales.store_sales', 'store_sales'],
  ])('%s', async (sql, got) => {
    expect(await refusal(sql)).toMatchObject({ got });
  });

  it('says where it stands', async () => {
    expect(await refusal("select 'é',\n  pg_sleep(1)")).toMatchObject({ position: 15, got: 'pg_sleep' });
  });
});

describe('a common table expression', () => {
  it.each([
    'select * from duckdb_settings, (with duckdb_settings as (select 1) from duckdb_settings) x',
    'with a as (from duckdb_settings), duckdb_settings as (select 1) from a',
    'with duckdb_settings as (from duckdb_settings) from duckdb_settings',
    'with recursive duckdb_settings as (from duckdb_settings union all select 1) from duckdb_settings',
    'with recursive r as (select 1 union all from r, (from duckdb_settings) s) from r',
    'with "/etc/passwd" as (select 1) from main."/etc/passwd"',
  ])('is not in scope outside: %s', async (sql) => {
    expect(await refusal(sql)).not.toBeNull();
  });

  it('may have any name where it is in scope', async () => {
    expect(await refusal('with Duckdb_Settings as (select 1) from duckdb_settings')).toBeNull();
  });
});

describe('depth', () => {
  it('of calls is at most a hundred', async () => {
    const nested = (n: number) => `select ${'abs('.repeat(n)}1${')'.repeat(n)}`;

    expect(await refusal(nested(100))).toBeNull();
    expect(await refusal(nested(101))).toMatchObject({ message: expect.stringContaining('nested') });
    expect(await refusal(nested(900))).toMatchObject({ message: expect.stringContaining('nested') });
  });

  it('of anything is bounded, whatever a tree holds', () => {
    let tree: unknown = {};
    for (let i = 0; i < 5000; i++) tree = { child: [tree] };

    expect(refusalOf(tree, readable)).toMatchObject({ message: expect.stringContaining('nested') });
  });
});

describe('the lists', () => {
  it('name every function of the engine once: a new one is looked at before a query may call it', async () => {
    const rows = await engine.runAndReadAll(
      "select distinct lower(function_name) from duckdb_functions() where function_type in ('scalar', 'aggregate', 'macro')",
    );
    const names = rows.getRows().map(([name]) => String(name));
    const seen = names.filter((it) => !/^(__internal_|icu_)/.test(it));

    expect(seen.filter((it) => !allowedFunctions.has(it) && !refusedFunctions.has(it))).toEqual([]);
    expect(seen.filter((it) => allowedFunctions.has(it) && refusedFunctions.has(it))).toEqual([]);
    expect([...allowedFunctions, ...refusedFunctions].filter((it) => it !== 'unnest' && !names.includes(it))).toEqual(
      [],
    );
  });

  it.each(['from F()', 'select (select 1 from F())', 'with x as (from F()) from x', 'from range(1), F()'])(
    'let no table function read a file, settings or text as SQL: %s',
    async (place) => {
      const rows = await engine.runAndReadAll(
        "select distinct lower(function_name) from duckdb_functions() where function_type like 'table%'",
      );
      const others = rows
        .getRows()
        .map(([name]) => String(name))
        .filter((it) => !allowedTableFunctions.has(it));

      const got = await Promise.all(others.map(async (it) => (await refusal(place.replace('F', it)))?.got));

      expect(others.length).toBeGreaterThan(80);
      expect(got).toEqual(others);
    },
  );
});
