import { afterEach, expect, it } from 'vitest';
import { keepSession, readSession, withQuery } from './recent-queries.ts';

afterEach(() => sessionStorage.clear());

const query = (sql: string, rows: number | null = 1) => ({ sql, at: '2026-11-23T09:00:00.000Z', rows });

it('has a statement once, as it was run last, and forgets all but the newest twenty', () => {
  const all = Array.from({ length: 25 }, (_, i) => query(`select ${i}`)).reduce(withQuery, [query('select 24', null)]);

  expect(all).toHaveLength(20);
  expect(all[0]).toEqual(query('select 24'));
  expect(all.filter(({ sql }) => sql === 'select 24')).toHaveLength(1);
});

it('keeps each project apart, and begins anew where what is kept cannot be read', () => {
  keepSession('prj_1', { draft: 'select 1', recent: [query('select 1')] });
  sessionStorage.setItem('tandem-sql-prj_2', '{');

  expect(readSession('prj_1')).toEqual({ draft: 'select 1', recent: [query('select 1')] });
  expect(readSession('prj_2')).toEqual({ draft: null, recent: [] });
});
