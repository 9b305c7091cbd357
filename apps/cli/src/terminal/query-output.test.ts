import { expect, it } from 'vitest';
import { queryOutput } from './query-output.ts';

const reply = {
  columns: [
    { name: 'city', type: 'VARCHAR' },
    { name: 'turnover', type: 'DECIMAL(38,2)' },
  ],
  rows: [
    ['Kiel', 3375.5],
    ['서울', '-12345678901234567.01'],
    [null, null],
  ],
};

it('aligns a table, numbers to the right, with names of East Asia at their width', () => {
  expect(queryOutput(reply, 'table')).toBe(`city               turnover
----  ---------------------
Kiel                 3375.5
서울  -12345678901234567.01
NULL                   NULL
`);
});

it('tells nothing to the terminal that a row holds', () => {
  const rows = [['a\nb\u001b[31mred\u007f\u009b']];

  expect(queryOutput({ columns: [{ name: 'x', type: 'VARCHAR' }], rows }, 'table').split('\n')[2]).toBe(
    'a\\nb\\u001b[31mred??',
  );
});

it('prints CSV in which a text cannot be a formula and a number is one', () => {
  const rows = [['=HYPERLINK("x")', '-1.5']];

  expect(queryOutput({ columns: reply.columns, rows }, 'csv')).toBe(`city,turnover\n"'=HYPERLINK(""x"")",-1.5\n`);
});

it('prints JSON that is one object a row', () => {
  expect(JSON.parse(queryOutput(reply, 'json'))).toEqual([
    { city: 'Kiel', turnover: 3375.5 },
    { city: '서울', turnover: '-12345678901234567.01' },
    { city: null, turnover: null },
  ]);
  expect(queryOutput({ columns: [], rows: [] }, 'json')).toBe('[]\n');
});
