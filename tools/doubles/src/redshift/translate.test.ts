import { describe, expect, it } from 'vitest';
import { translate } from './translate.ts';

const textOf = async (sql: string) => {
  const translated = await translate(sql);
  if (translated.kind !== 'sql') throw new Error(`${sql} is a ${translated.kind}`);
  return translated.text.replace(/\s+/g, ' ');
};

describe('a table of Redshift', () => {
  it('loses keys, encodings and its layout', async () => {
    const sql = `create table if not exists "s"."t" ("a" integer not null encode az64 primary key, b smallint sortkey references u (b), unique (b),
      foreign key (b) references u (b)) diststyle key distkey ("a") compound sortkey ("a", b)`;

    expect(await textOf(sql)).toBe('CREATE TABLE IF NOT EXISTS s.t ( a int NOT NULL, b smallint )');
  });

  it('has a bare decimal without cents, and texts of so many bytes', async () => {
    expect(await textOf('create table t (m decimal, n numeric(18, 2), v varchar, w varchar(8))')).toBe(
      'CREATE TABLE t ( m numeric(18, 0), n numeric(18, 2), v varchar(256), w varchar(8), ' +
        'CHECK (octet_length(v) <= 256), CHECK (octet_length(w) <= 8) )',
    );
  });

  it('can be spread when it is made of a query', async () => {
    expect(await textOf('create temp table t diststyle even sortkey (a) as select 1 as a')).toBe(
      'create temp table t as select 1 as a',
    );
  });

  it.each([
    ['create table t (a integer) distkey (b)', 'column "b" named in distkey or sortkey does not exist'],
    ['create table t (a integer) tablespace x', 'knows no such attribute'],
    ['create table t (a integer identity(1, 1))', 'syntax error'],
    ['create table t (a varchar(65536))', 'cannot exceed 65535'],
    ['create table t (a integer check (a > 0))', 'CHECK is not supported'],
  ])('%s fails', async (sql, why) => {
    await expect(translate(sql)).rejects.toThrow(why);
  });
});

describe('what Redshift refuses and PostgreSQL would do', () => {
  it.each([
    ['insert into t values (1) on conflict do nothing', 'ON CONFLICT'],
    ['insert into t values (1) returning a', 'RETURNING'],
    ['update t set a = 1 returning a', 'RETURNING'],
    ['delete from t returning a', 'RETURNING'],
    ['select a from t where a is distinct from 1', 'IS DISTINCT FROM'],
    ['select a from t where a is not distinct from 1', 'IS DISTINCT FROM'],
    ['select array[1, 2]', 'no such token'],
    ['create table t (a integer array)', 'array type'],
    ['create table t (a jsonb)', 'the type jsonb'],
    ['create table t (a serial)', 'the type serial'],
    ["select cast('{}' as json)", 'the type json'],
    ['create index i on t (a)', 'CREATE INDEX'],
    ['create sequence s', 'CREATE SEQUENCE'],
    ['select count(*) filter (where a > 1) from t', 'FILTER'],
    ['select distinct on (a) a from t', 'DISTINCT ON'],
    ['select * from (values (1)) v', 'VALUES as a table'],
    ['select a from t for update', 'FOR UPDATE'],
    ['select * from generate_series(1, 2) g', 'a function as a table'],
    ['select * from t, lateral (select 1) l', 'LATERAL'],
    ['select * from (select 1)', 'must have an alias'],
    ['with w as (delete from t returning a) select a from w', 'DeleteStmt within another statement'],
    [
      'select 1 from t where exists (select 1 from u where u.a = t.a) or exists (select 1 from v where v.a = t.a)',
      'correlated',
    ],
  ])('%s fails', async (sql, why) => {
    await expect(translate(sql)).rejects.toThrow(why);
  });
});

describe('what nobody has looked up', () => {
  it.each([
    ['select string_agg(a) from t', 'function string_agg'],
    ['truncate t', 'does not know TruncateStmt'],
    ['merge into t using u on t.a = u.a when matched then delete', 'does not know MergeStmt'],
    ['begin', 'does not know TransactionStmt'],
    ['grant select on t to u', 'does not know GrantStmt'],
    ['select $1', 'no such token'],
    ['select 1 -- why', 'no such token'],
    ['select current_user', 'does not know SQLValueFunction'],
    ["select '1'::integer; select 2", 'one statement'],
    ["copy t from 's3://b/k' iam_role default format csv gzip", 'no such option of COPY'],
    ["copy t from 's3://b/k' iam_role default", 'CSV and Parquet alone'],
    ["copy t from 's3://b/k' iam_role default format parquet maxerror 3", 'MAXERROR argument is not supported'],
    ['create database d collate case_insensitive', 'syntax error'],
    ["unload ('select 1') to 's3://b/k' iam_role default format parquet", 'PARALLEL OFF alone'],
  ])('%s fails', async (sql, why) => {
    await expect(translate(sql)).rejects.toThrow(new RegExp(why));
  });
});

it('reads a backslash in a string as an escape', async () => {
  expect(await textOf(String.raw`select 'it\'s', 'a\\b', '\n''' as "c\d"`)).toBe(
    String.raw`select 'it''s', 'a\b', ' ''' as "c\d"`,
  );
});

it('reads the query of an UNLOAD out of its string', async () => {
  const unload = await translate(
    "unload ('select ''x'' as t') to 's3://b/k/' iam_role default format as parquet parallel off maxfilesize 4 gb",
  );

  expect(unload).toEqual({
    kind: 'unload',
    query: "select 'x' as t",
    address: { bucket: 'b', prefix: 'k/' },
    mayOverwrite: false,
  });
});
