import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DuckDbSession, openSession } from '../test/duckdb-session.ts';
import { createFromQuery } from './create-table.ts';
import { repeatedKeys } from './guards.ts';
import {
  countFaulty,
  countRepeats,
  createSetAside,
  listFaulty,
  setChangedKeysAside,
  setRepeatsAside,
  setUnknownAside,
  usableRecords,
} from './set-aside.ts';

let session: DuckDbSession;
const records = usableRecords('records', 'aside');
beforeEach(async () => {
  session = await openSession();
  await session.query(
    'create table records (_file integer, _line bigint, id integer, day date, v integer)',
    ...createSetAside('aside'),
    'create table known (id integer, day date)',
  );
});
afterEach(() => session.close());

it('sets records of unknown keys aside, once', async () => {
  await session.query(
    "insert into records values (0, 2, 1, '2024-01-01', 1), (0, 3, 2, '2024-01-02', 1), (1, 2, 9, '2024-01-09', 1)",
    "insert into known values (1, '2024-01-01'), (2, '2024-01-03')",
  );

  const listed = await session.query(
    setUnknownAside('aside', records, 'id', 'known', 'id', 'unknown_reference'),
    setUnknownAside('aside', records, 'day', 'known', 'day', 'date_not_in_calendar'),
    listFaulty('aside'),
  );

  expect(listed).toEqual([
    ['0', '3', 'day', '2024-01-02', 'date_not_in_calendar', null, null],
    ['1', '2', 'id', '9', 'unknown_reference', null, null],
  ]);
  expect(await session.query(`select _line from ${records} s`)).toEqual([['2']]);
  expect(await session.query(countFaulty('aside'), `select count(*) from (${countFaulty('aside')}) c`)).toEqual([
    ['2'],
  ]);
});

it('keeps the first record of a key and tells repeats from contradictions', async () => {
  await session.query(
    "insert into records values (1, 2, 1, '2024-01-01', 5), (0, 7, 1, '2024-01-01', 6), (0, 4, 1, '2024-01-01', 5), (0, 5, 2, '2024-01-01', 5)",
  );

  const listed = await session.query(
    ...createFromQuery('repeated', repeatedKeys(records, ['id', 'day'])),
    setRepeatsAside('aside', records, 'repeated', ['id', 'day'], ['id', 'day', 'v'], 'duplicate'),
    listFaulty('aside'),
  );

  expect(listed).toEqual([['0', '7', 'id, day', '1, 2024-01-01', 'duplicate', '0', '4']]);
  expect(await session.query(countRepeats('aside'))).toEqual([['1', '1']]);
  expect(await session.query(`select _file, _line from ${records} s order by all`)).toEqual([
    ['0', '4'],
    ['0', '5'],
  ]);
});

it('sets records aside that would pair a key or a day anew', async () => {
  await session.query(
    "insert into known values (1, '2024-01-01'), (2, '2024-01-02')",
    "insert into records values (0, 2, 1, '2024-01-01', 0), (0, 3, 1, '2024-01-05', 0), (0, 4, 5, '2024-01-02', 0), (0, 5, 6, '2024-01-06', 0)",
  );

  const listed = await session.query(
    setChangedKeysAside('aside', records, ['id', 'day'], 'known', ['id', 'day'], 'key_changed'),
    listFaulty('aside'),
  );

  expect(listed.map((it) => it.slice(1, 4))).toEqual([
    ['3', 'id', '1, 2024-01-05'],
    ['4', 'id', '5, 2024-01-02'],
  ]);
});
