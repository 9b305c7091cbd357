import { expect, it } from 'vitest';
import { spanOf, statementName, traceField, traceToCarry } from './span.ts';

it.each([
  ['select * from "tandem"."projects" where "id" = $1', 'select projects'],
  ['insert into "tandem"."uploads" ("name") values ($1)', 'insert uploads'],
  ['update tandem.job_leases set token = 7', 'update job_leases'],
  ["select set_config('tandem.actor', $1, false)", 'select'],
  ['create table staging.rows as select 1', 'create rows'],
  ["select 'a from secrets', 'it''s from me', 1", 'select'],
  ['begin', 'begin'],
])('names %s by its kind and table', (sql, name) => expect(statementName(sql)).toBe(name));

it('does nothing but the work where nobody asked for traces', async () => {
  expect(await spanOf('work', {}, async () => 7)).toBe(7);
  expect([traceToCarry(), traceField()]).toEqual([{}, {}]);
});
