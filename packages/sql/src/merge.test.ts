import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DuckDbSession, openSession } from '../test/duckdb-session.ts';
import { brokenReferences, otherRowCount, repeatedKeys } from './guards.ts';
import { mergeByKey } from './merge.ts';

let session: DuckDbSession;
beforeEach(async () => {
  session = await openSession();
  await session.query(
    'create table fact (id integer, day integer, v integer)',
    'insert into fact values (1, 1, 10), (1, 2, 20)',
    'create table delta (_file integer, _line bigint, _state varchar, id integer, day integer, v integer)',
  );
});
afterEach(() => session.close());

const merge = mergeByKey(
  { into: 'fact', from: 'delta', key: ['id', 'day'], columns: ['id', 'day', 'v'] },
  { added: 'n', changed: 'c' },
);

it('adds new keys, replaces changed ones and leaves the rest', async () => {
  await session.query("insert into delta values (0, 2, 'changed', 1, 2, 99), (0, 3, 'added', 2, 1, 30)");

  const rows = await session.query(...merge.map((it) => it.sql), 'select * from fact order by all');

  expect(merge.map((it) => it.name)).toEqual(['c', 'n']);
  expect(rows).toEqual([
    ['1', '1', '10'],
    ['1', '2', '99'],
    ['2', '1', '30'],
  ]);
});

it('has nothing to replace in a table that is all key', () => {
  const keyOnly = mergeByKey(
    { into: 'fact', from: 'delta', key: ['id'], columns: ['id'] },
    { added: 'n', changed: 'c' },
  );

  expect(keyOnly.map((it) => it.name)).toEqual(['n']);
});

it('finds keys that stand twice', async () => {
  expect(await session.query(repeatedKeys('fact', ['id', 'day']))).toEqual([]);
  expect(await session.query(repeatedKeys('fact', ['id']))).toEqual([['1']]);
});

it('finds rows whose dimension is missing', async () => {
  await session.query('create table dim (day integer)', 'insert into dim values (1)');

  expect(await session.query(brokenReferences('fact', 'day', 'dim', 'day'))).toHaveLength(1);
  expect(await session.query('insert into dim values (2)', brokenReferences('fact', 'day', 'dim', 'day'))).toEqual([]);
});

it('finds a table that has grown or shrunk', async () => {
  expect(await session.query(otherRowCount('fact', 2))).toEqual([]);
  expect(await session.query(otherRowCount('fact', 3))).toEqual([['2']]);
});
