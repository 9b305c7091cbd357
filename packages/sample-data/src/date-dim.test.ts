import { expect, it } from 'vitest';
import { dateDimRecords } from './date-dim.ts';

const records = [...dateDimRecords()].map((it) => it.join());

it('has a row for each day from 2010 to 2029', () => {
  expect(records).toHaveLength(7305);
  expect(records[0]).toBe('1001,2010-01-01,53,1,1,2010,4');
  expect(records[3]).toBe('1004,2010-01-04,1,1,1,2010,0');
  expect(records.at(-1)).toBe('8305,2029-12-31,1,12,4,2029,0');
});

it('knows leap days and the ends of quarters', () => {
  expect(records).toContain('6265,2024-05-31,22,5,2,2024,4');
  expect(records).toContain('6173,2024-02-29,9,2,1,2024,3');
  expect(records.filter((it) => it.includes('-02-29'))).toHaveLength(5);
});
