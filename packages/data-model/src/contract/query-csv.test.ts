import { expect, it } from 'vitest';
import { queryCsv } from './query-csv.ts';

const text = (...names: string[]) => names.map((name) => ({ name, type: 'VARCHAR' }));

it('quotes what CSV must, and tells an empty text from null', () => {
  expect(queryCsv({ columns: text('a', 'b,c', 'd'), rows: [['say "x"', '', null]] })).toBe(
    'a,"b,c",d\n"say ""x""","",\n',
  );
});

it('lets no spreadsheet run a text, a name of a column included', () => {
  const rows = [['=1+1', '+1', '-cmd', '@SUM(A1)', '\tx', '\rx', 'a=b']];

  expect(queryCsv({ columns: text('=a', 'b', 'c', 'd', 'e', 'f', 'g'), rows })).toBe(
    `'=a,b,c,d,e,f,g\n'=1+1,'+1,'-cmd,'@SUM(A1),'\tx,"'\rx",a=b\n`,
  );
});

it('leaves numbers alone, in whatever form they come', () => {
  const columns = ['INTEGER', 'DECIMAL(38,2)', 'HUGEINT', 'DOUBLE', 'INTEGER[]'].map((type) => ({ name: type, type }));

  expect(
    queryCsv({ columns, rows: [[-1, '-12345678901234567.01', '-98765432109876543', '-Infinity', '-']] }).split('\n')[1],
  ).toBe("-1,-12345678901234567.01,-98765432109876543,-Infinity,'-");
});
