import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DuckDbSession, openSession } from '../test/duckdb-session.ts';
import { brokenVersions } from './guards.ts';

let session: DuckDbSession;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.close());

const end = '9999-12-31';

it.each([
  [
    'end to end, the last one current',
    [
      ['2024-01-01', '2024-01-05', 0],
      ['2024-01-05', end, 1],
    ],
    0,
  ],
  [
    'with a gap',
    [
      ['2024-01-01', '2024-01-04', 0],
      ['2024-01-05', end, 1],
    ],
    1,
  ],
  [
    'that overlap',
    [
      ['2024-01-01', '2024-01-06', 0],
      ['2024-01-05', end, 1],
    ],
    1,
  ],
  [
    'with two current ones',
    [
      ['2024-01-01', '2024-01-05', 1],
      ['2024-01-05', end, 1],
    ],
    1,
  ],
  ['without a current one', [['2024-01-01', end, 0]], 1],
  [
    'that begin on one day',
    [
      ['2024-01-01', end, 1],
      ['2024-01-01', end, 1],
    ],
    1,
  ],
  ['that have ended', [['2024-01-01', '2024-01-05', 1]], 1],
] as const)('tells versions %s', async (_, versions, broken) => {
  const rows = versions.map(([from, to, current]) => `('k', date '${from}', date '${to}', ${current})`);
  const table = `(select * from (values ${rows.join()}) v(id, valid_from, valid_to, is_current)) t`;

  expect(await session.query(brokenVersions(table, 'id'))).toHaveLength(broken);
});
